/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Locks that the server keeps, for those outside of this isle. What holds among the isle's own is decided before
 * (fs/lock.c), range by range.
 *
 * Towards the server, a file as a whole has one lock: exclusive while any range is, shared while there is any. For diod
 * locks with flock(2), whole files, and each open file of its own is somebody else to it; QEMU's server keeps none. A
 * fid of its own holds that lock, so it outlives the open file that asked for it; its clunk is the unlock.
 */
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/lock.h"
#include "fs/ninep_node.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "time/clock.h"

#define RETRY_NS (20 * NS_PER_MSEC) /* the protocol has no way to be told when a lock is free */

static int ask(struct ninep_fid *fid, uint8_t type)
{
	int status = ninep_lock(fid, &(struct ninep_lock){.type = type, .process = process.pid}, 0);
	switch (status) {
	case NINEP_LOCK_SUCCESS:
		return 0;
	case NINEP_LOCK_BLOCKED:
	case NINEP_LOCK_GRACE:
		return -EAGAIN;
	default:
		return status < 0 ? status : -ENOLCK;
	}
}

/** Open the file for its lock, as it is open already. -ENOENT: it has no name any more, so nobody else can have it. */
static int open_for_lock(struct ninep_node *node, unsigned access)
{
	int error = ninep_node_open_anew(node, access, &node->lock_fid);
	if (!error)
		node->lock_held = LOCK_HELD_NONE;
	return error;
}

static void let_go(struct ninep_node *node)
{
	ninep_fid_put(node->lock_fid);
	node->lock_fid = NULL;
	node->lock_held = LOCK_HELD_NONE;
}

/** Where flock(2) does not get a stronger lock, it has given up the weaker one. */
static int change(struct ninep_node *node, enum lock_held wanted)
{
	int error = ask(node->lock_fid, wanted == LOCK_HELD_EXCLUSIVE ? NINEP_LOCK_WRITE : NINEP_LOCK_READ);
	if (!error)
		node->lock_held = wanted;
	else if (node->lock_held == LOCK_HELD_NONE || ask(node->lock_fid, NINEP_LOCK_READ))
		let_go(node);
	return error;
}

/** Have the server hold what the isle's own locks add up to. */
static int follow(struct file *file)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	int error = 0;
	mutex_lock(&node->lock_mutex);
	enum lock_held wanted = lock_held_on(file->inode);
	if (wanted == LOCK_HELD_NONE) {
		let_go(node);
	} else if (wanted != node->lock_held) {
		if (!node->lock_fid)
			error = open_for_lock(node, file->flags & O_ACCMODE);
		if (!error)
			error = change(node, wanted);
	}
	mutex_unlock(&node->lock_mutex);
	return error == -ENOENT ? 0 : error;
}

/** Of a folder that is served read-only, diod keeps no locks. */
static bool is_isles_own(const struct file *file)
{
	return file->inode->super->read_only;
}

int ninep_lock_file(struct file *file, struct flock *lock, bool wait)
{
	(void)lock; /* is among those of the inode, or not any more */
	int error = is_isles_own(file) ? 0 : follow(file);
	while (error == -EAGAIN && wait) {
		error = sched_sleep_until(clock_deadline_after(RETRY_NS), true);
		if (!error)
			error = follow(file);
	}
	return error;
}

int ninep_lock_query(struct file *file, struct flock *lock)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	struct ninep_lock message = {
		.type = lock->l_type == F_WRLCK ? NINEP_LOCK_WRITE : NINEP_LOCK_READ, .process = process.pid};
	int error = 0;
	mutex_lock(&node->lock_mutex);
	if (is_isles_own(file))
		message.type = NINEP_LOCK_UNLOCK;
	else /* what we hold is not in our way */
		error = ninep_getlock(node->lock_fid ? node->lock_fid : ninep_file_fid(file), &message);
	mutex_unlock(&node->lock_mutex);
	if (error)
		return error;
	if (message.type == NINEP_LOCK_UNLOCK) {
		lock->l_type = F_UNLCK;
		return 0;
	}
	lock->l_type = message.type == NINEP_LOCK_WRITE ? F_WRLCK : F_RDLCK;
	lock->l_start = (__kernel_off_t)message.start;
	lock->l_len = (__kernel_off_t)message.length;
	lock->l_pid = -1; /* not of this isle */
	return 0;
}
