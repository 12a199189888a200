/* SPDX-License-Identifier: BSD-3-Clause */
/* Directories of a 9P server. The VFS holds the directory's lock around all but get_attributes. */
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/ninep_node.h"
#include "fs/ninep_socket.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "sched/process.h"

#define READDIR_SIZE KIB(32)
#define DT_DIRECTORY 4u /* DT_DIR of dirent.h, which is no kernel header */

/** The inode of a name that the server has. */
static int dir_find(struct inode *dir, const char *name, size_t length, struct inode **found)
{
	struct ninep_fid *at = ninep_node_fid(dir), *fid;
	struct ninep_qid qid;
	int error = ninep_walk(at, name, length, &fid, &qid);
	ninep_fid_put(at);
	return error ? error : ninep_node_find(ninep_mount_of(dir), fid, &qid, found);
}

static int dir_lookup(struct inode *dir, const char *name, size_t length, struct inode **found)
{
	*found = ninep_socket_find(dir, name, length);
	return *found ? 0 : dir_find(dir, name, length, found);
}

/** Open a file that does not exist yet: `made` is its open fid. O_RDWR serves every kind of open that may follow. */
static int dir_create_open(struct inode *dir, const char *name, size_t length, uint32_t mode, struct ninep_open **made)
{
	struct ninep_fid *at = ninep_node_fid(dir), *fid;
	struct ninep_qid qid;
	int error = ninep_walk(at, NULL, 0, &fid, &qid);
	ninep_fid_put(at);
	if (error)
		return error;
	error = ninep_create(fid, name, length, O_CREAT | O_EXCL | O_RDWR | O_LARGEFILE, mode, process.gid);
	*made = error ? NULL : ninep_open_new(fid, O_RDWR);
	if (error || !*made)
		ninep_fid_put(fid);
	return error || *made ? error : -ENOMEM;
}

static int dir_create(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made)
{
	struct ninep_open *open;
	int error = dir_create_open(dir, name, length, mode, &open);
	if (error)
		return error;
	error = dir_find(dir, name, length, made);
	if (!error && S_ISREG((*made)->mode)) {
		struct ninep_node *node = ninep_node_of(*made);
		spin_lock(&node->lock);
		struct ninep_open *older = node->created;
		node->created = open;
		spin_unlock(&node->lock);
		open = older;
	}
	if (open) {
		ninep_fid_put(open->fid);
		heap_free(open);
	}
	return error;
}

static int dir_mkdir(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made)
{
	struct ninep_fid *at = ninep_node_fid(dir);
	int error = ninep_mkdir(at, name, length, mode, process.gid);
	ninep_fid_put(at);
	return error ? error : dir_find(dir, name, length, made);
}

static int dir_mknod(
	struct inode *dir, const char *name, size_t length, uint32_t mode, uint64_t device, struct inode **made)
{
	if (S_ISSOCK(mode))
		return ninep_socket_make(dir, name, length, mode, made);
	struct ninep_fid *at = ninep_node_fid(dir);
	int error = ninep_mknod(at, name, length, mode, device, process.gid);
	ninep_fid_put(at);
	return error ? error : dir_find(dir, name, length, made);
}

static int dir_symlink(struct inode *dir, const char *name, size_t length, const char *target, struct inode **made)
{
	struct ninep_fid *at = ninep_node_fid(dir);
	int error = ninep_symlink(at, name, length, target, process.gid);
	ninep_fid_put(at);
	return error ? error : dir_find(dir, name, length, made);
}

static int dir_link(struct inode *dir, const char *name, size_t length, struct inode *target)
{
	if (ninep_socket_is(target))
		return -EPERM;
	struct ninep_fid *at = ninep_node_fid(dir), *fid = ninep_node_fid(target);
	int error = ninep_link(at, name, length, fid);
	ninep_fid_put(fid);
	ninep_fid_put(at);
	return error;
}

/** A file that lost a name: if that was the last one, its number is free for others. */
static void dir_victim_gone(struct inode *victim)
{
	struct ninep_node *node = ninep_node_of(victim);
	if (S_ISDIR(victim->mode) || node->attributes.links <= 1)
		ninep_node_unlist(node);
}

static int dir_remove(struct inode *dir, const char *name, size_t length, struct inode *victim, uint32_t flags)
{
	struct ninep_fid *at = ninep_node_fid(dir);
	/* the count of links is needed as it is before */
	int error = S_ISREG(victim->mode) ? ninep_node_refresh(ninep_node_of(victim)) : 0;
	if (!error || error == -ENOENT)
		error = ninep_unlink(at, name, length, flags);
	ninep_fid_put(at);
	if (!error)
		dir_victim_gone(victim);
	return error;
}

static int dir_unlink(struct inode *dir, const char *name, size_t length, struct inode *victim)
{
	if (ninep_socket_is(victim))
		return ninep_socket_remove(dir, name, length) ? 0 : -ENOENT;
	return dir_remove(dir, name, length, victim, 0);
}

static int dir_rmdir(struct inode *dir, const char *name, size_t length, struct inode *victim)
{
	if (ninep_socket_any(victim))
		return -ENOTEMPTY;
	return dir_remove(dir, name, length, victim, AT_REMOVEDIR);
}

/** Give the renamed file's node a fid with its new path, where the server has left it the old one. */
static void dir_follow_renamed(struct inode *dir, const char *name, size_t length)
{
	struct inode *renamed;
	if (ninep_mount_of(dir)->client.by_fid && !dir_find(dir, name, length, &renamed))
		inode_put(renamed);
}

/** A name that the server has. */
static int dir_rename_file(
	struct inode *from, const char *name, size_t length, struct inode *to, const char *new_name, size_t new_length)
{
	struct inode *replaced = NULL;
	int error = dir_find(to, new_name, new_length, &replaced);
	if (error && error != -ENOENT)
		return error;
	if (error)
		replaced = NULL;
	else
		ninep_node_refresh(ninep_node_of(replaced)); /* its links; if that fails, the old count has to do */
	struct ninep_fid *from_fid = ninep_node_fid(from), *to_fid = ninep_node_fid(to);
	error = ninep_rename(from_fid, name, length, to_fid, new_name, new_length);
	ninep_fid_put(to_fid);
	ninep_fid_put(from_fid);
	if (!error && replaced)
		dir_victim_gone(replaced);
	if (!error)
		dir_follow_renamed(to, new_name, new_length);
	inode_put(replaced);
	return error;
}

static int dir_rename(struct inode *from, const char *name, size_t length, struct inode *to, const char *new_name,
	size_t new_length, unsigned flags)
{
	if (flags) /* the VFS has dealt with RENAME_NOREPLACE; the protocol knows no exchange */
		return -EINVAL;
	int error = ninep_socket_rename(from, name, length, to, new_name, new_length);
	if (error != -ENOENT)
		return error;
	error = dir_rename_file(from, name, length, to, new_name, new_length);
	if (!error)
		ninep_socket_remove(to, new_name, new_length);
	return error;
}

/* Reading */

/** A reference to the directory's open fid; opened anew at the beginning, so that what is read is fresh. */
static int dir_open(struct inode *dir, bool afresh, struct ninep_fid **opened)
{
	struct ninep_node *node = ninep_node_of(dir);
	struct ninep_qid qid;
	if (!afresh && node->directory) {
		*opened = ninep_fid_get(node->directory);
		return 0;
	}
	struct ninep_fid *at = ninep_node_fid(dir), *fid;
	int error = ninep_walk(at, NULL, 0, &fid, &qid);
	ninep_fid_put(at);
	if (!error) {
		error = ninep_open(fid, O_RDONLY | O_DIRECTORY | O_LARGEFILE);
		if (error)
			ninep_fid_put(fid);
	}
	if (error)
		return error;
	ninep_fid_put(node->directory);
	node->directory = fid;
	*opened = ninep_fid_get(fid);
	return 0;
}

/** At the end nobody reads on: the host's descriptor can go. */
static void dir_close(struct inode *dir)
{
	struct ninep_node *node = ninep_node_of(dir);
	ninep_fid_put(node->directory);
	node->directory = NULL;
}

/** Hand entries on; false: the reader has enough. */
static bool dir_emit(struct ninep_reader *reader, struct directory_sink *sink, uint64_t *position)
{
	struct ninep_entry entry;
	while (ninep_get_entry(reader, &entry)) {
		unsigned type = entry.qid.type & NINEP_QID_DIRECTORY ? DT_DIRECTORY : entry.type;
		if (!sink->emit(sink, entry.name, entry.name_length, entry.qid.path, type, entry.next_position))
			return false;
		*position = entry.next_position;
	}
	return true;
}

static int dir_read_all(
	struct inode *dir, struct ninep_fid *fid, uint64_t position, struct directory_sink *sink, void *buffer)
{
	uint32_t room = min((uint32_t)READDIR_SIZE, fid->client->data_max);
	struct io_segment segment = {virt_to_phys(buffer), room};
	for (;;) {
		ssize64_t size = ninep_readdir(fid, position, &segment);
		if (size < 0)
			return (int)size;
		if (!size) {
			dir_close(dir);
			ninep_socket_read_directory(dir, 0, sink);
			return 0;
		}
		struct ninep_reader reader = {.bytes = buffer, .size = (uint32_t)size};
		uint64_t before = position;
		if (!dir_emit(&reader, sink, &position))
			return 0;
		if (reader.bad || position == before) /* a server that stands still would keep us here for ever */
			return -EIO;
	}
}

static int dir_read(struct inode *dir, uint64_t position, struct directory_sink *sink)
{
	struct ninep_fid *fid;
	if (position >= NINEP_SOCKET_POSITION) {
		ninep_socket_read_directory(dir, position, sink);
		return 0;
	}
	void *buffer = heap_alloc(READDIR_SIZE);
	if (!buffer)
		return -ENOMEM;
	int error = dir_open(dir, position == 0, &fid);
	if (!error) {
		error = dir_read_all(dir, fid, position, sink, buffer);
		ninep_fid_put(fid);
	}
	heap_free(buffer);
	return error;
}

const struct inode_ops ninep_directory_ops = {
	.lookup = dir_lookup,
	.create = dir_create,
	.mkdir = dir_mkdir,
	.mknod = dir_mknod,
	.symlink = dir_symlink,
	.link = dir_link,
	.unlink = dir_unlink,
	.rmdir = dir_rmdir,
	.rename = dir_rename,
	.read_directory = dir_read,
	.get_attributes = ninep_get_inode_attributes,
	.set_attributes = ninep_set_inode_attributes,
	.release = ninep_node_release,
};
