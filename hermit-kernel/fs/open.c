/* SPDX-License-Identifier: BSD-3-Clause */
/* openat(2): flags, creation, permissions. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/access.h"
#include "fs/dentry.h"
#include "fs/file.h"
#include "fs/file_internal.h"
#include "fs/names.h"
#include "fs/pipe.h"
#include "lib/string.h"
#include "mm/heap.h"

#define OPEN_LINKS_MAX 40

static ssize64_t read_directory_file(struct file *file, void *to, size_t size, uint64_t position)
{
	return -EISDIR;
}

const struct file_ops directory_file_ops = {.read = read_directory_file};

/** For inodes that cannot be read: sockets by name, symbolic links opened with O_PATH. */
static const struct file_ops path_file_ops;

static unsigned wanted_permissions(int flags)
{
	static const unsigned by_mode[] = {
		[O_RDONLY] = R_OK, [O_WRONLY] = W_OK, [O_RDWR] = R_OK | W_OK, [O_ACCMODE] = R_OK | W_OK};
	return by_mode[flags & O_ACCMODE] | (flags & O_TRUNC ? W_OK : 0);
}

static int check_open(struct inode *inode, int flags, bool checked)
{
	if (S_ISLNK(inode->mode))
		return -ELOOP;
	if (S_ISSOCK(inode->mode))
		return -ENXIO;
	if (S_ISDIR(inode->mode) && ((flags & O_ACCMODE) != O_RDONLY || flags & O_TRUNC))
		return -EISDIR;
	if (flags & O_NOATIME && !inode_owned(inode))
		return -EPERM;
	return checked ? 0 : inode_permission(inode, wanted_permissions(flags));
}

/** The file system's and device's part of opening. */
static int open_inode(struct inode *inode, struct file *file)
{
	if (S_ISCHR(inode->mode) || S_ISBLK(inode->mode))
		return device_open(inode, file);
	if (S_ISFIFO(inode->mode))
		return pipe_open_named(inode, file);
	return inode->ops->open ? inode->ops->open(inode, file) : 0;
}

static struct file *file_for(struct dentry *dentry, int flags)
{
	struct inode *inode = dentry->inode;
	const struct file_ops *ops = inode->file_ops ? inode->file_ops : &path_file_ops;
	if (flags & O_PATH)
		ops = &path_file_ops;
	else if (S_ISDIR(inode->mode) && !inode->file_ops)
		ops = &directory_file_ops;
	struct file *file = file_new(ops, flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC), NULL, NULL);
	if (!file)
		return error_ptr(-ENOMEM);
	file->dentry = dentry_get(dentry);
	file->inode = inode_get(inode);
	file->seekable = S_ISREG(inode->mode) || S_ISDIR(inode->mode) || S_ISBLK(inode->mode);
	return file;
}

struct file *file_open_dentry(struct dentry *dentry, int flags, bool checked)
{
	struct inode *inode = dentry->inode;
	if (flags & O_PATH)
		return file_for(dentry, flags & (O_PATH | O_DIRECTORY | O_NOFOLLOW));
	int error = check_open(inode, flags, checked);
	if (error)
		return error_ptr(error);
	if (inode->ops->open_file)
		return inode->ops->open_file(inode, flags);
	struct file *file = file_for(dentry, flags);
	if (is_error(file))
		return file;
	error = open_inode(inode, file);
	if (!error && flags & O_TRUNC && S_ISREG(inode->mode) && !checked) {
		error = inode_truncate(inode, 0);
		if (error)
			file_put(file);
		return error ? error_ptr(error) : file;
	}
	if (error) { /* was never opened: release must not run */
		file->ops = &path_file_ops;
		file_put(file);
	}
	return error ? error_ptr(error) : file;
}

/** O_CREAT: the dentry of the last component, made if it does not exist. `made` tells. */
static int find_or_create(struct walk *walk, int flags, uint32_t mode, struct dentry **found, bool *made)
{
	struct dentry *dir = walk->dentry;
	*made = false;
	mutex_lock(&dir->inode->lock);
	int error = dentry_lookup_locked(dir, walk->last, walk->last_length, found);
	if (error == -ENOENT && walk->last_slash) {
		error = -EISDIR;
	} else if (error == -ENOENT) {
		error = names_create_locked(dir, walk->last, walk->last_length, S_IFREG | mode, found);
		*made = !error;
	} else if (!error && flags & O_EXCL) {
		dentry_put(*found);
		error = -EEXIST;
	}
	mutex_unlock(&dir->inode->lock);
	if (!error)
		*found = dentry_cross_mounts(*found);
	return error;
}

/** Where a symbolic link that is the last component leads: `walk` becomes the walk to its parent, or `found` the object
 * itself. */
static int follow_last(struct walk *walk, struct dentry *link, struct dentry **found)
{
	struct inode *inode = link->inode;
	struct walk next;
	*found = NULL;
	if (inode->ops->follow_link)
		return inode->ops->follow_link(inode, found);
	char *target = vfs_read_link(inode);
	if (is_error(target))
		return ptr_error(target);
	size_t length = strlen(target);
	int error = vfs_walk(walk->dentry, target, WALK_PARENT, &next);
	if (!error) {
		/* `last` must outlive the target's text: the walk keeps it */
		heap_free(walk->owned);
		dentry_put(walk->dentry);
		*walk = next;
		walk->owned = target;
		walk->last_slash = length && target[length - 1] == '/';
		return 0;
	}
	heap_free(target);
	return error;
}

static bool is_special(const struct walk *walk)
{
	return walk->last_length == 0 ||
	       (walk->last[0] == '.' && (walk->last_length == 1 || (walk->last_length == 2 && walk->last[1] == '.')));
}

static int walk_creating(struct walk *walk, int flags, uint32_t mode, struct dentry **found, bool *made)
{
	for (unsigned links = 0; links <= OPEN_LINKS_MAX; links++) {
		struct dentry *link;
		if (is_special(walk))
			return flags & O_EXCL ? -EEXIST : -EISDIR;
		if (!walk->dentry->inode->ops->lookup)
			return -ENOTDIR;
		int error = find_or_create(walk, flags, mode, found, made);
		if (error || !S_ISLNK((*found)->inode->mode) || flags & O_NOFOLLOW)
			return error;
		link = *found;
		error = follow_last(walk, link, found);
		dentry_put(link);
		if (error || *found)
			return error;
	}
	return -ELOOP;
}

static struct file *open_creating(struct dentry *base, const char *path, int flags, uint32_t mode)
{
	struct walk walk;
	struct dentry *found;
	bool made = false;
	int error = vfs_walk(base, path, WALK_PARENT, &walk);
	if (error)
		return error_ptr(error);
	error = walk_creating(&walk, flags, mode, &found, &made);
	heap_free(walk.owned);
	dentry_put(walk.dentry);
	if (error)
		return error_ptr(error);
	struct file *file = S_ISDIR(found->inode->mode) ? error_ptr(-EISDIR) : file_open_dentry(found, flags, made);
	dentry_put(found);
	return file;
}

/** O_TMPFILE: `path` is the directory. */
static struct file *open_nameless(struct dentry *base, const char *path, int flags, uint32_t mode)
{
	struct walk walk;
	struct inode *inode = NULL;
	if ((flags & O_ACCMODE) == O_RDONLY)
		return error_ptr(-EINVAL);
	int error = vfs_walk(base, path, WALK_DIRECTORY, &walk);
	if (error)
		return error_ptr(error);
	struct inode *dir = walk.dentry->inode;
	error = names_may_change(walk.dentry);
	if (!error)
		error = dir->ops->tmpfile ? dir->ops->tmpfile(dir, mode, &inode) : -EOPNOTSUPP;
	dentry_put(walk.dentry);
	if (error)
		return error_ptr(error);
	struct dentry *dentry = dentry_new_root(inode, "#tmpfile", true);
	if (!dentry)
		return error_ptr(-ENOMEM);
	struct file *file = file_open_dentry(dentry, flags & ~(O_TMPFILE | O_EXCL), true);
	dentry_put(dentry);
	return file;
}

struct file *file_open(struct dentry *base, const char *path, int flags, uint32_t mode)
{
	struct walk walk;
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return open_nameless(base, path, flags, mode);
	if (flags & O_CREAT && !(flags & O_PATH))
		return flags & O_DIRECTORY ? error_ptr(-EINVAL) : open_creating(base, path, flags, mode);
	unsigned walk_flags = (flags & O_NOFOLLOW ? WALK_NOFOLLOW : 0) | (flags & O_DIRECTORY ? WALK_DIRECTORY : 0);
	int error = vfs_walk(base, path, walk_flags, &walk);
	if (error)
		return error_ptr(error);
	struct file *file = file_open_dentry(walk.dentry, flags, false);
	dentry_put(walk.dentry);
	return file;
}
