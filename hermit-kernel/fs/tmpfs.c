/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/tmpfs.h"

#include <asm/statfs.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/magic.h>
#include "fs/tmpfs_internal.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "sched/process.h"

static ssize64_t read_target(struct inode *inode, char *to, size_t size)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	if (!node->target)
		return erofs_readlink(node->tmpfs->lower, node->lower, to, size);
	size_t length = min(strlen(node->target), size);
	memcpy(to, node->target, length);
	return length;
}

static const struct inode_ops link_ops = {
	.readlink = read_target,
	.get_attributes = tmpfs_get_attributes,
	.set_attributes = tmpfs_set_attributes,
	.release = tmpfs_release,
};

/** Devices, FIFOs, sockets. */
static const struct inode_ops special_ops = {
	.get_attributes = tmpfs_get_attributes,
	.set_attributes = tmpfs_set_attributes,
	.release = tmpfs_release,
};

static const struct inode_ops *ops_for(uint32_t mode)
{
	if (S_ISDIR(mode))
		return &tmpfs_dir_ops;
	if (S_ISREG(mode))
		return &tmpfs_file_ops;
	return S_ISLNK(mode) ? &link_ops : &special_ops;
}

static struct tmpfs_node *node_alloc(struct tmpfs *tmpfs, uint32_t mode, uint64_t number)
{
	struct tmpfs_node *node = heap_zalloc(sizeof(*node));
	if (!node)
		return NULL;
	inode_init(&node->inode, &tmpfs->super, ops_for(mode), mode);
	node->inode.number = number;
	node->inode.file_ops = S_ISREG(mode) ? &tmpfs_open_ops : NULL;
	node->tmpfs = tmpfs;
	node->links = S_ISDIR(mode) ? 2 : 1;
	if (S_ISDIR(mode) && tmpfs_dir_init(node) < 0) {
		heap_free(node);
		return NULL;
	}
	return node;
}

struct tmpfs_node *tmpfs_node_new(struct tmpfs *tmpfs, uint32_t mode)
{
	struct tmpfs_node *node = node_alloc(tmpfs, mode, atomic_fetch_add(&tmpfs->next_number, 1));
	if (!node)
		return NULL;
	node->uid = process.uid;
	node->gid = process.gid;
	node->accessed = node->modified = node->changed = vfs_now();
	node->dir.loaded = true;
	return node;
}

static void copy_lower_attributes(struct tmpfs_node *node, const struct erofs_node *lower)
{
	node->uid = lower->uid ? lower->uid : node->tmpfs->uid;
	node->gid = lower->gid ? lower->gid : node->tmpfs->gid;
	node->links = lower->links;
	node->device = lower->device;
	node->accessed = node->modified = node->changed = lower->modified;
	node->inode.size = lower->size;
	node->lower_pages = S_ISREG(lower->mode) ? TMPFS_PAGES(lower->size) : 0;
}

static struct tmpfs_node *node_from_lower(struct tmpfs *tmpfs, const struct erofs_node *lower)
{
	struct erofs_node *copy = heap_alloc(sizeof(*copy));
	struct tmpfs_node *node = copy ? node_alloc(tmpfs, lower->mode, lower->number + 1) : NULL;
	if (!node) {
		heap_free(copy);
		return NULL;
	}
	*copy = *lower;
	node->lower = copy;
	copy_lower_attributes(node, lower);
	return node;
}

/** Several names: all get the same node. Returns the one that is known, which may be `made`, with a reference. */
static struct tmpfs_node *share_linked(struct tmpfs *tmpfs, struct tmpfs_node *made)
{
	struct tmpfs_node *known = made;
	spin_lock(&tmpfs->lock);
	int error = radix_insert(&tmpfs->linked, made->lower->number, made);
	if (error == -EEXIST)
		known = radix_get(&tmpfs->linked, made->lower->number);
	if (error != -ENOMEM)
		inode_get(&known->inode); /* the table keeps one */
	spin_unlock(&tmpfs->lock);
	if (error)
		inode_put(&made->inode);
	return error == -ENOMEM ? error_ptr(-ENOMEM) : known;
}

struct tmpfs_node *tmpfs_node_from_lower(struct tmpfs *tmpfs, uint64_t number)
{
	struct erofs_node lower;
	int error = erofs_read_node(tmpfs->lower, number, &lower);
	if (error)
		return error_ptr(error);
	struct tmpfs_node *node = node_from_lower(tmpfs, &lower);
	if (!node)
		return error_ptr(-ENOMEM);
	return !S_ISDIR(lower.mode) && lower.links > 1 ? share_linked(tmpfs, node) : node;
}

void tmpfs_touch(struct tmpfs_node *node, bool modified)
{
	struct timestamp now = vfs_now();
	spin_lock(&node->lock);
	node->changed = now;
	if (modified)
		node->modified = now;
	spin_unlock(&node->lock);
}

int tmpfs_get_attributes(struct inode *inode, struct attributes *attributes)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	spin_lock(&node->lock);
	attributes->links = node->links;
	attributes->uid = node->uid;
	attributes->gid = node->gid;
	attributes->device_id = node->device;
	attributes->accessed = node->accessed;
	attributes->modified = node->modified;
	attributes->changed = node->changed;
	uint64_t lower = min(node->lower_pages, TMPFS_PAGES(inode->size));
	attributes->blocks = (node->pages.count + lower) * (PAGE_SIZE / 512);
	if (S_ISDIR(inode->mode))
		attributes->size = 40 + (uint64_t)node->dir.count * 20;
	else if (S_ISLNK(inode->mode) && node->target)
		attributes->size = strlen(node->target);
	spin_unlock(&node->lock);
	return 0;
}

int tmpfs_set_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	int error = 0;
	if (mask & ATTRIBUTE_SIZE) {
		mutex_lock(&inode->lock);
		error = S_ISREG(inode->mode) ? tmpfs_file_resize(node, attributes->size) : -EINVAL;
		mutex_unlock(&inode->lock);
	}
	if (error)
		return error;
	struct timestamp now = vfs_now();
	spin_lock(&node->lock);
	if (mask & ATTRIBUTE_MODE)
		inode->mode = (inode->mode & S_IFMT) | (attributes->mode & 07777);
	if (mask & ATTRIBUTE_UID)
		node->uid = attributes->uid;
	if (mask & ATTRIBUTE_GID)
		node->gid = attributes->gid;
	if (mask & ATTRIBUTE_ACCESSED)
		node->accessed = attributes->accessed;
	if (mask & ATTRIBUTE_MODIFIED)
		node->modified = attributes->modified;
	node->changed = now;
	spin_unlock(&node->lock);
	return 0;
}

void tmpfs_release(struct inode *inode)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	if (S_ISDIR(inode->mode))
		tmpfs_dir_free(node);
	tmpfs_file_free(node);
	heap_free(node->target);
	heap_free(node->lower);
	heap_free(node);
}

static void fill_statfs(struct superblock *super, void *to)
{
	struct tmpfs *tmpfs = container_of(super, struct tmpfs, super);
	struct statfs *statfs = to;
	struct memory_stats memory;
	page_stats(NODE_ANY, &memory);
	uint64_t left = tmpfs->pages_max > tmpfs->pages ? tmpfs->pages_max - tmpfs->pages : 0;
	statfs->f_bsize = statfs->f_frsize = PAGE_SIZE;
	statfs->f_blocks = tmpfs->pages_max;
	statfs->f_bfree = statfs->f_bavail = min(left, memory.free >> PAGE_SHIFT);
	statfs->f_files = memory.total >> PAGE_SHIFT;
	statfs->f_ffree = memory.free >> PAGE_SHIFT;
	statfs->f_namelen = 255;
}

static struct tmpfs *tmpfs_alloc(const struct tmpfs_options *options)
{
	struct tmpfs *tmpfs = heap_zalloc(sizeof(*tmpfs));
	struct memory_stats memory;
	if (!tmpfs)
		return NULL;
	page_stats(NODE_ANY, &memory);
	tmpfs->super = (struct superblock){.type = "tmpfs",
		.source = options->source,
		.device = vfs_new_device(),
		.stat = fill_statfs,
		.magic = TMPFS_MAGIC};
	tmpfs->lower = options->lower;
	tmpfs->uid = options->uid;
	tmpfs->gid = options->gid;
	tmpfs->next_number = options->lower ? options->lower->size / 32 + 2 : 1; /* the image's inodes come before */
	tmpfs->pages_max = memory.total / PAGE_SIZE / 2;
	return tmpfs;
}

struct superblock *tmpfs_new(const struct tmpfs_options *options)
{
	struct tmpfs *tmpfs = tmpfs_alloc(options);
	if (!tmpfs)
		return error_ptr(-ENOMEM);
	struct tmpfs_node *root;
	if (options->lower)
		root = tmpfs_node_from_lower(tmpfs, options->lower->root);
	else
		root = tmpfs_node_new(tmpfs, S_IFDIR | options->mode);
	int error = !root ? -ENOMEM : is_error(root) ? (int)ptr_error(root) : 0;
	if (!error && !S_ISDIR(root->inode.mode)) {
		inode_put(&root->inode);
		error = -EUCLEAN;
	}
	if (error) {
		heap_free(tmpfs);
		return error_ptr(error);
	}
	if (!options->lower) {
		root->uid = options->uid;
		root->gid = options->gid;
	}
	root->dir.parent_number = root->inode.number;
	tmpfs->super.root = &root->inode;
	return &tmpfs->super;
}

/** Where files without a name live; made with the first of them. Its size has no limit but the memory's. */
static struct tmpfs *nameless(void)
{
	static _Atomic(struct tmpfs *) only;
	struct tmpfs *tmpfs = atomic_load(&only), *none = NULL;
	if (tmpfs)
		return tmpfs;
	tmpfs = tmpfs_alloc(&(struct tmpfs_options){.source = "tmpfs"});
	if (tmpfs)
		tmpfs->pages_max = UINT64_MAX;
	if (tmpfs && !atomic_compare_exchange_strong(&only, &none, tmpfs)) {
		heap_free(tmpfs);
		tmpfs = none;
	}
	return tmpfs;
}

static struct file *nameless_file(const char *name, uint32_t mode, uint64_t size)
{
	struct tmpfs *tmpfs = nameless();
	struct tmpfs_node *node = tmpfs ? tmpfs_node_new(tmpfs, S_IFREG | mode) : NULL;
	if (!node)
		return error_ptr(-ENOMEM);
	node->links = 0;
	node->inode.size = size;
	struct dentry *dentry = dentry_new_root(&node->inode, name, true);
	if (!dentry)
		return error_ptr(-ENOMEM);
	struct file *file = file_open_dentry(dentry, O_RDWR, true);
	dentry_put(dentry);
	return file;
}

struct file *tmpfs_anonymous_file(uint64_t size)
{
	return nameless_file("dev/zero", 0600, size);
}

struct file *tmpfs_memfd(const char *name)
{
	char full[256];
	snprintf(full, sizeof(full), "memfd:%s", name);
	return nameless_file(full, 0777, 0);
}
