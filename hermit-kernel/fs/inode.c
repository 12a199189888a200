/* SPDX-License-Identifier: BSD-3-Clause */
/* Inodes: references, attributes, permissions. */
#include "fs/vfs.h"

#include <linux/errno.h>
#include "fs/access.h"
#include "fs/limit.h"
#include "sched/process.h"
#include "time/clock.h"

uint64_t vfs_new_device(void)
{
	static _Atomic uint32_t minor = 1;
	return VFS_DEVICE(0, atomic_fetch_add(&minor, 1));
}

void inode_init(struct inode *inode, struct superblock *super, const struct inode_ops *ops, uint32_t mode)
{
	inode->ops = ops;
	inode->super = super;
	atomic_init(&inode->refs, 1);
	atomic_init(&inode->mode, mode);
	mutex_init(&inode->lock);
	spin_init(&inode->mappings_lock);
	list_init(&inode->mappings);
	list_init(&inode->locks);
}

struct inode *inode_get(struct inode *inode)
{
	atomic_fetch_add_explicit(&inode->refs, 1, memory_order_relaxed);
	return inode;
}

bool inode_try_get(struct inode *inode)
{
	uint32_t refs = atomic_load(&inode->refs);
	while (refs)
		if (atomic_compare_exchange_weak(&inode->refs, &refs, refs + 1))
			return true;
	return false;
}

void inode_put(struct inode *inode)
{
	if (inode && atomic_fetch_sub_explicit(&inode->refs, 1, memory_order_acq_rel) == 1 && inode->ops->release)
		inode->ops->release(inode);
}

struct timestamp vfs_now(void)
{
	int64_t now = clock_realtime_ns();
	int64_t seconds = now / (int64_t)NS_PER_SEC;
	int64_t rest = now % (int64_t)NS_PER_SEC;
	if (rest < 0) {
		seconds--;
		rest += NS_PER_SEC;
	}
	return (struct timestamp){.seconds = seconds, .nanoseconds = rest};
}

int inode_attributes(struct inode *inode, struct attributes *attributes)
{
	*attributes = (struct attributes){
		.inode = inode->number,
		.mode = inode->mode,
		.links = 1,
		.size = inode->size,
		.block_size = 4096,
		.device = inode->super->device,
	};
	return inode->ops->get_attributes ? inode->ops->get_attributes(inode, attributes) : 0;
}

static bool identity_may(const struct attributes *attributes, unsigned wanted)
{
	unsigned bits = attributes->mode;
	if (process.uid == 0) /* CAP_DAC_OVERRIDE: all but to execute what nobody may execute */
		return !(wanted & X_OK) || S_ISDIR(bits) || bits & 0111;
	if (process.uid == attributes->uid)
		bits >>= 6;
	else if (process.gid == attributes->gid)
		bits >>= 3;
	return (bits & wanted) == wanted;
}

int inode_permission(struct inode *inode, unsigned wanted)
{
	if (wanted & W_OK && inode->super->read_only && !S_ISCHR(inode->mode) && !S_ISFIFO(inode->mode))
		return -EROFS;
	if (inode->super->remote_permissions)
		return 0;
	return inode_access(inode, wanted);
}

int inode_access(struct inode *inode, unsigned wanted)
{
	struct attributes attributes;
	if (!wanted || (process.uid == 0 && !(wanted & X_OK)))
		return 0;
	int error = inode_attributes(inode, &attributes);
	if (error)
		return error;
	return identity_may(&attributes, wanted & (R_OK | W_OK | X_OK)) ? 0 : -EACCES;
}

bool inode_owned(struct inode *inode)
{
	struct attributes attributes;
	if (process.uid == 0 || inode->super->remote_permissions)
		return true;
	return inode_attributes(inode, &attributes) == 0 && attributes.uid == process.uid;
}

/** chown(2): only root gives a file away; keeping what it is is allowed to its owner. */
static int check_owner_change(struct inode *inode, const struct attributes *wanted, unsigned mask)
{
	struct attributes now;
	if (process.uid == 0 || inode->super->remote_permissions)
		return 0;
	int error = inode_attributes(inode, &now);
	if (error)
		return error;
	bool owner = now.uid == process.uid;
	if (mask & ATTRIBUTE_UID && (!owner || wanted->uid != now.uid))
		return -EPERM;
	if (mask & ATTRIBUTE_GID && (!owner || (wanted->gid != now.gid && wanted->gid != process.gid)))
		return -EPERM;
	return 0;
}

int inode_change(struct inode *inode, const struct attributes *attributes, unsigned mask)
{
	int error = 0;
	if (inode->super->read_only)
		return -EROFS;
	if (mask & ATTRIBUTE_MODE && !inode_owned(inode))
		return -EPERM;
	if (mask & (ATTRIBUTE_UID | ATTRIBUTE_GID))
		error = check_owner_change(inode, attributes, mask);
	if (error)
		return error;
	return inode->ops->set_attributes ? inode->ops->set_attributes(inode, attributes, mask) : -EPERM;
}

int inode_truncate(struct inode *inode, uint64_t size)
{
	struct attributes attributes = {.size = size, .modified = vfs_now()};
	if (S_ISDIR(inode->mode))
		return -EISDIR;
	if (!S_ISREG(inode->mode))
		return -EINVAL;
	int error = limit_resize(inode, size);
	return error ? error : inode_change(inode, &attributes, ATTRIBUTE_SIZE | ATTRIBUTE_MODIFIED);
}
