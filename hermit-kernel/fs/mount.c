/* SPDX-License-Identifier: BSD-3-Clause */
/* Mounts. They are made at boot and stay: there is no umount. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/dentry.h"
#include "fs/file.h"
#include "fs/vfs.h"
#include "lib/string.h"
#include "mm/heap.h"

struct mount {
	struct list link;
	struct dentry *root;
};

static struct list mounts = LIST_INIT(mounts);
static struct spinlock mounts_lock = SPINLOCK_INIT;

static struct dentry *new_mounted_root(struct inode *inode)
{
	struct dentry *root = dentry_new_root(inode_get(inode), "", false);
	struct mount *mount = root ? heap_alloc(sizeof(*mount)) : NULL;
	if (!mount) {
		dentry_put(root);
		return NULL;
	}
	mount->root = dentry_get(root); /* the list's */
	spin_lock(&mounts_lock);
	list_append(&mounts, &mount->link);
	spin_unlock(&mounts_lock);
	return root;
}

static int cover(struct inode *inode, const char *path, unsigned walk_flags)
{
	struct walk walk;
	int error = vfs_walk(NULL, path, walk_flags, &walk);
	if (error)
		return error;
	struct dentry *root = new_mounted_root(inode);
	if (!root) {
		dentry_put(walk.dentry);
		return -ENOMEM;
	}
	root->mountpoint = walk.dentry; /* its reference stays with the mount */
	atomic_store(&walk.dentry->mounted, root);
	return 0;
}

int vfs_mount(struct superblock *super, const char *path)
{
	if (path)
		return cover(super->root, path, WALK_DIRECTORY);
	vfs_root = new_mounted_root(super->root);
	return vfs_root ? 0 : -ENOMEM;
}

int vfs_cover_file(struct inode *file, const char *path)
{
	return cover(file, path, WALK_NOFOLLOW);
}

void vfs_for_each_mount(void (*each)(struct dentry *root, void *arg), void *arg)
{
	struct mount *mount;
	spin_lock(&mounts_lock);
	struct list *end = &mounts, *at = mounts.next;
	spin_unlock(&mounts_lock);
	for (; at != end; at = at->next) { /* the list only grows at its end */
		mount = list_entry(at, struct mount, link);
		each(mount->root, arg);
	}
}

struct sync_result {
	struct superblock *only;
	int error;
};

static void sync_mount(struct dentry *root, void *arg)
{
	struct sync_result *result = arg;
	struct superblock *super = root->inode->super;
	if (!super->sync || (result->only && result->only != super))
		return;
	int error = super->sync(super);
	if (!result->error)
		result->error = error;
}

int vfs_sync(struct superblock *super)
{
	struct sync_result result = {super, 0};
	vfs_for_each_mount(sync_mount, &result);
	return result.error;
}

int vfs_make_path(const char *path)
{
	size_t length = strlen(path);
	char *copy = heap_strdup(path);
	int error = copy ? 0 : -ENOMEM;
	for (size_t end = 1; !error && end <= length; end++) {
		if (copy[end] && copy[end] != '/')
			continue;
		char kept = copy[end];
		copy[end] = 0;
		error = vfs_mkdir(NULL, copy, 0755);
		if (error == -EEXIST)
			error = 0;
		copy[end] = kept;
	}
	heap_free(copy);
	return error;
}

int vfs_write_file(const char *path, uint32_t mode, const void *contents, size_t size)
{
	struct file *file = file_open(NULL, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (is_error(file))
		return ptr_error(file);
	ssize64_t written = file_write(file, contents, size, 0);
	file_put(file);
	return written < 0 ? written : (size_t)written == size ? 0 : -ENOSPC;
}
