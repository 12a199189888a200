/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Changes of names: create, link, unlink, rename.
 *
 * Order of the directory locks: renames between directories hold `rename_lock` first, so the tree above them stands
 * still; then ancestor before descendant, else by address; then the victim, where it is a directory.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include "fs/access.h"
#include "fs/dentry.h"
#include "fs/names.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"

static struct mutex rename_lock;

void names_init(void)
{
	mutex_init(&rename_lock);
}

static bool is_name(const struct walk *walk, const char *name)
{
	return walk->last_length == strlen(name) && !memcmp(walk->last, name, walk->last_length);
}

static bool is_dot_or_dotdot(const struct walk *walk)
{
	return is_name(walk, ".") || is_name(walk, "..");
}

int names_may_change(struct dentry *dir)
{
	if (dir->inode->super->read_only)
		return -EROFS;
	if (dir->deleted)
		return -ENOENT;
	return inode_permission(dir->inode, W_OK | X_OK);
}

/** The sticky bit: in such a directory only owners remove. */
static int may_remove(struct dentry *dir, struct dentry *victim)
{
	struct attributes attributes;
	if (!(dir->inode->mode & S_ISVTX) || dir->inode->super->remote_permissions || inode_owned(victim->inode))
		return 0;
	int error = inode_attributes(dir->inode, &attributes);
	if (error)
		return error;
	return attributes.uid == process.uid ? 0 : -EPERM;
}

/** What to make under a name. */
struct creation {
	uint32_t mode;
	uint64_t device;
	const char *target; /* of a symbolic link */
	struct inode *link; /* for a hard link */
};

static int create_inode(
	struct inode *dir, const struct walk *walk, const struct creation *creation, struct inode **made)
{
	const struct inode_ops *ops = dir->ops;
	const char *name = walk->last;
	size_t length = walk->last_length;
	int error = -EPERM;
	if (creation->link) {
		error = ops->link ? ops->link(dir, name, length, creation->link) : -EPERM;
		*made = error ? NULL : inode_get(creation->link);
	} else if (creation->target) {
		error = ops->symlink ? ops->symlink(dir, name, length, creation->target, made) : -EPERM;
	} else if (S_ISDIR(creation->mode)) {
		error = ops->mkdir ? ops->mkdir(dir, name, length, creation->mode & 07777, made) : -EPERM;
	} else if (S_ISREG(creation->mode)) {
		error = ops->create ? ops->create(dir, name, length, creation->mode & 07777, made) : -EACCES;
	} else {
		error = ops->mknod ? ops->mknod(dir, name, length, creation->mode, creation->device, made) : -EPERM;
	}
	return error;
}

int names_create_locked(struct dentry *dir, const char *name, size_t length, uint32_t mode, struct dentry **made)
{
	struct walk walk = {.last = name, .last_length = length};
	struct creation creation = {.mode = mode};
	struct inode *inode = NULL;
	int error = names_may_change(dir);
	if (!error)
		error = create_inode(dir->inode, &walk, &creation, &inode);
	return error ? error : dentry_add_locked(dir, name, length, inode, made);
}

static int create_at_locked(struct walk *walk, const struct creation *creation)
{
	struct dentry *dir = walk->dentry, *dentry;
	struct inode *inode = NULL;
	int error = dentry_lookup_locked(dir, walk->last, walk->last_length, &dentry);
	if (!error) {
		dentry_put(dentry);
		return -EEXIST;
	}
	if (error != -ENOENT)
		return error;
	if (walk->last_slash && !S_ISDIR(creation->mode))
		return -ENOENT;
	error = names_may_change(dir);
	if (!error)
		error = create_inode(dir->inode, walk, creation, &inode);
	inode_put(inode);
	return error;
}

static int create_at(struct dentry *base, const char *path, const struct creation *creation)
{
	struct walk walk;
	int error = vfs_walk(base, path, WALK_PARENT, &walk);
	if (error)
		return error;
	if (!walk.last_length || is_dot_or_dotdot(&walk)) {
		error = -EEXIST;
	} else if (creation->link && creation->link->super != walk.dentry->inode->super) {
		error = -EXDEV;
	} else if (!walk.dentry->inode->ops->lookup) {
		error = -ENOTDIR;
	} else {
		mutex_lock(&walk.dentry->inode->lock);
		error = create_at_locked(&walk, creation);
		mutex_unlock(&walk.dentry->inode->lock);
	}
	dentry_put(walk.dentry);
	return error;
}

int vfs_mknod(struct dentry *base, const char *path, uint32_t mode, uint64_t device)
{
	struct creation creation = {.mode = mode & S_IFMT ? mode : mode | S_IFREG, .device = device};
	if (S_ISDIR(mode))
		return -EPERM;
	if (!S_ISREG(creation.mode) && !S_ISCHR(mode) && !S_ISBLK(mode) && !S_ISFIFO(mode) && !S_ISSOCK(mode))
		return -EINVAL;
	if ((S_ISCHR(mode) || S_ISBLK(mode)) && process.uid != 0)
		return -EPERM;
	return create_at(base, path, &creation);
}

int vfs_mkdir(struct dentry *base, const char *path, uint32_t mode)
{
	return create_at(base, path, &(struct creation){.mode = S_IFDIR | (mode & 01777)});
}

int vfs_symlink(const char *target, struct dentry *base, const char *path)
{
	if (!*target)
		return -ENOENT;
	return create_at(base, path, &(struct creation){.mode = S_IFLNK, .target = target});
}

int vfs_link_dentry(struct dentry *from, struct dentry *base, const char *path)
{
	if (S_ISDIR(from->inode->mode))
		return -EPERM;
	return create_at(base, path, &(struct creation){.mode = S_IFREG, .link = from->inode});
}

int vfs_link(struct dentry *from_base, const char *from, unsigned walk_flags, struct dentry *base, const char *path)
{
	struct walk walk;
	int error = vfs_walk(from_base, from, walk_flags, &walk);
	if (error)
		return error;
	error = vfs_link_dentry(walk.dentry, base, path);
	dentry_put(walk.dentry);
	return error;
}

static bool is_busy(struct dentry *dentry)
{
	return atomic_load(&dentry->mounted) || dentry == vfs_root;
}

static int remove_file_locked(struct walk *walk, struct dentry *victim)
{
	struct inode *dir = walk->dentry->inode;
	if (S_ISDIR(victim->inode->mode))
		return -EISDIR;
	if (walk->last_slash)
		return -ENOTDIR;
	return dir->ops->unlink ? dir->ops->unlink(dir, walk->last, walk->last_length, victim->inode) : -EPERM;
}

static int remove_directory_locked(struct walk *walk, struct dentry *victim)
{
	struct inode *dir = walk->dentry->inode;
	if (!S_ISDIR(victim->inode->mode))
		return -ENOTDIR;
	if (is_busy(victim))
		return -EBUSY;
	if (!dir->ops->rmdir)
		return -EPERM;
	mutex_lock(&victim->inode->lock);
	int error = dir->ops->rmdir(dir, walk->last, walk->last_length, victim->inode);
	mutex_unlock(&victim->inode->lock);
	return error;
}

static int remove_locked(struct walk *walk, int (*remove)(struct walk *, struct dentry *))
{
	struct dentry *victim;
	int error = dentry_lookup_locked(walk->dentry, walk->last, walk->last_length, &victim);
	if (error)
		return error;
	error = names_may_change(walk->dentry);
	if (!error)
		error = may_remove(walk->dentry, victim);
	if (!error)
		error = remove(walk, victim);
	if (!error)
		dentry_remove_locked(victim);
	dentry_put(victim);
	return error;
}

static int remove_at(struct walk *walk, int (*remove)(struct walk *, struct dentry *))
{
	struct inode *dir = walk->dentry->inode;
	if (!dir->ops->lookup)
		return -ENOTDIR;
	mutex_lock(&dir->lock);
	int error = remove_locked(walk, remove);
	mutex_unlock(&dir->lock);
	return error;
}

int vfs_unlink(struct dentry *base, const char *path)
{
	struct walk walk;
	int error = vfs_walk(base, path, WALK_PARENT, &walk);
	if (error)
		return error;
	error = !walk.last_length || is_dot_or_dotdot(&walk) ? -EISDIR : remove_at(&walk, remove_file_locked);
	dentry_put(walk.dentry);
	return error;
}

int vfs_rmdir(struct dentry *base, const char *path)
{
	struct walk walk;
	int error = vfs_walk(base, path, WALK_PARENT, &walk);
	if (error)
		return error;
	if (!walk.last_length)
		error = -EBUSY; /* "/" */
	else if (is_dot_or_dotdot(&walk))
		error = is_name(&walk, ".") ? -EINVAL : -ENOTEMPTY;
	else
		error = remove_at(&walk, remove_directory_locked);
	dentry_put(walk.dentry);
	return error;
}

struct renaming {
	struct walk from, to;
	struct dentry *source;
	struct dentry *target; /* NULL: nothing has the new name */
	unsigned flags;
};

static void lock_parents(struct dentry *a, struct dentry *b)
{
	if (a->inode == b->inode) {
		mutex_lock(&a->inode->lock);
		return;
	}
	mutex_lock(&rename_lock);
	bool b_first = dentry_is_below(a, b) || (!dentry_is_below(b, a) && b < a);
	mutex_lock(b_first ? &b->inode->lock : &a->inode->lock);
	mutex_lock(b_first ? &a->inode->lock : &b->inode->lock);
}

static void unlock_parents(struct dentry *a, struct dentry *b)
{
	mutex_unlock(&a->inode->lock);
	if (a->inode == b->inode)
		return;
	mutex_unlock(&b->inode->lock);
	mutex_unlock(&rename_lock);
}

/** The rules of rename(2) about what may replace what. */
static int check_rename(struct renaming *renaming)
{
	struct dentry *source = renaming->source, *target = renaming->target;
	bool directory = S_ISDIR(source->inode->mode);
	if (target && renaming->flags & RENAME_NOREPLACE)
		return -EEXIST;
	if (!target && renaming->flags & RENAME_EXCHANGE)
		return -ENOENT;
	if (!directory && (renaming->from.last_slash || (!target && renaming->to.last_slash)))
		return -ENOTDIR;
	if (directory && dentry_is_below(renaming->to.dentry, source))
		return -EINVAL;
	if (target && dentry_is_below(renaming->from.dentry, target))
		return renaming->flags & RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	if (target && !(renaming->flags & RENAME_EXCHANGE)) {
		if (directory && !S_ISDIR(target->inode->mode))
			return -ENOTDIR;
		if (!directory && S_ISDIR(target->inode->mode))
			return -EISDIR;
	}
	if (is_busy(source) || (target && is_busy(target)))
		return -EBUSY;
	return 0;
}

static int check_rename_permissions(struct renaming *renaming)
{
	int error = names_may_change(renaming->from.dentry);
	if (!error)
		error = may_remove(renaming->from.dentry, renaming->source);
	if (!error)
		error = names_may_change(renaming->to.dentry);
	if (!error && renaming->target)
		error = may_remove(renaming->to.dentry, renaming->target);
	return error;
}

/** The file system has renamed: so do the dentries. Without memory for the new name, the old dentry counts as removed.
 */
static void move_dentries(struct renaming *renaming)
{
	struct walk *from = &renaming->from, *to = &renaming->to;
	if (renaming->target && renaming->flags & RENAME_EXCHANGE) {
		if (dentry_move_locked(renaming->target, from->dentry, from->last, from->last_length))
			dentry_remove_locked(renaming->target);
	} else if (renaming->target) {
		dentry_remove_locked(renaming->target);
	}
	if (dentry_move_locked(renaming->source, to->dentry, to->last, to->last_length))
		dentry_remove_locked(renaming->source);
}

static int rename_checked_locked(struct renaming *renaming)
{
	struct walk *from = &renaming->from, *to = &renaming->to;
	struct inode *dir = from->dentry->inode;
	struct inode *victim = renaming->target ? renaming->target->inode : NULL;
	bool lock_victim = victim && S_ISDIR(victim->mode) && !(renaming->flags & RENAME_EXCHANGE);
	if (victim == renaming->source->inode)
		return 0; /* two names of one file: POSIX wants nothing to happen */
	if (!dir->ops->rename)
		return -EPERM;
	if (lock_victim)
		mutex_lock(&victim->lock);
	/* RENAME_NOREPLACE is settled: the directories are locked */
	int error = dir->ops->rename(dir, from->last, from->last_length, to->dentry->inode, to->last, to->last_length,
		renaming->flags & RENAME_EXCHANGE);
	if (lock_victim)
		mutex_unlock(&victim->lock);
	if (!error)
		move_dentries(renaming);
	return error;
}

static int rename_locked(struct renaming *renaming)
{
	struct walk *from = &renaming->from, *to = &renaming->to;
	int error = dentry_lookup_locked(from->dentry, from->last, from->last_length, &renaming->source);
	if (error)
		return error;
	error = dentry_lookup_locked(to->dentry, to->last, to->last_length, &renaming->target);
	if (error == -ENOENT) {
		renaming->target = NULL;
		error = 0;
	}
	if (!error)
		error = check_rename(renaming);
	if (!error)
		error = check_rename_permissions(renaming);
	if (!error)
		error = rename_checked_locked(renaming);
	dentry_put(renaming->source);
	dentry_put(renaming->target);
	return error;
}

static int rename_walked(struct renaming *renaming)
{
	struct walk *from = &renaming->from, *to = &renaming->to;
	if (from->dentry->inode->super != to->dentry->inode->super)
		return -EXDEV;
	if (!from->last_length || !to->last_length || is_dot_or_dotdot(from) || is_dot_or_dotdot(to))
		return -EBUSY;
	if (!from->dentry->inode->ops->lookup || !to->dentry->inode->ops->lookup)
		return -ENOTDIR;
	lock_parents(from->dentry, to->dentry);
	int error = rename_locked(renaming);
	unlock_parents(from->dentry, to->dentry);
	return error;
}

int vfs_rename(struct dentry *from_base, const char *from, struct dentry *to_base, const char *to, unsigned flags)
{
	struct renaming renaming = {.flags = flags};
	if (flags & ~(unsigned)(RENAME_NOREPLACE | RENAME_EXCHANGE) || flags == (RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	int error = vfs_walk(from_base, from, WALK_PARENT, &renaming.from);
	if (error)
		return error;
	error = vfs_walk(to_base, to, WALK_PARENT, &renaming.to);
	if (!error) {
		error = rename_walked(&renaming);
		dentry_put(renaming.to.dentry);
	}
	dentry_put(renaming.from.dentry);
	return error;
}
