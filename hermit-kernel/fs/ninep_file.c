/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Open files of a 9P server. read and write go to the server at once, so that host and isle see the same bytes; pages
 * exist for mappings only. To keep both alike, a read writes back first what mappings changed, and a write updates the
 * pages too.
 */
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include "fs/ninep_node.h"
#include "fs/pipe.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "mm/user.h"

/* What the server is told of an open: access and O_APPEND; the rest is dealt with here, or only about descriptors. */
#define OPEN_FLAGS_KEPT (O_ACCMODE | O_APPEND | O_SYNC | O_DSYNC)

/* Open and close */

struct ninep_open *ninep_open_new(struct ninep_fid *fid, unsigned access)
{
	struct ninep_open *open = heap_alloc(sizeof(*open));
	if (!open)
		return NULL;
	open->fid = fid;
	open->access = access;
	list_init(&open->link);
	return open;
}

/** The open that create() left; good for one open of any kind but O_APPEND, which the server does not know about then.
 */
static struct ninep_open *file_take_created(struct ninep_node *node)
{
	spin_lock(&node->lock);
	struct ninep_open *open = node->created;
	node->created = NULL;
	spin_unlock(&node->lock);
	return open;
}

static int file_open_anew(struct ninep_node *node, unsigned flags, struct ninep_open **opened)
{
	struct ninep_fid *fid;
	int error = ninep_node_open_anew(node, flags & OPEN_FLAGS_KEPT, &fid);
	if (error)
		return error;
	*opened = ninep_open_new(fid, flags & O_ACCMODE);
	if (*opened)
		return 0;
	ninep_fid_put(fid);
	return -ENOMEM;
}

static int file_open_inode(struct inode *inode, struct file *file)
{
	struct ninep_node *node = ninep_node_of(inode);
	struct ninep_open *open = file_take_created(node);
	if (!open) {
		int error = file_open_anew(node, file->flags, &open);
		if (!error && node->pages.count)
			ninep_pages_revalidate(node);
		if (error)
			return error;
	}
	spin_lock(&node->lock);
	list_append(&node->opens, &open->link);
	spin_unlock(&node->lock);
	file->private = open;
	return 0;
}

static int file_write_back(struct file *file)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	if (!node->dirty || (file->flags & O_ACCMODE) == O_RDONLY)
		return 0;
	mutex_lock(&node->write_lock);
	int error = ninep_pages_write_back(node, 0, UINT64_MAX);
	mutex_unlock(&node->write_lock);
	return error;
}

static void file_release(struct file *file)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	struct ninep_open *open = file->private;
	file_write_back(file); /* an error was reported by flush, or belongs to a mapping that nobody waits for */
	spin_lock(&node->lock);
	list_remove(&open->link);
	spin_unlock(&node->lock);
	ninep_fid_put(open->fid);
	heap_free(open);
}

/* Read and write */

struct ninep_fid *ninep_file_fid(struct file *file)
{
	return ((struct ninep_open *)file->private)->fid;
}

/** Memory for the data of a message, as much of `room` as there is in one piece. NULL: not even a page. */
static void *new_buffer(uint32_t *room)
{
	void *buffer;
	while (!(buffer = heap_alloc(*room)) && *room > PAGE_SIZE)
		*room = align_up(*room / 2, (uint32_t)PAGE_SIZE);
	return buffer;
}

/** One message's worth by way of `buffer`. */
static ssize64_t file_read_part(struct file *file, void *to, uint32_t size, uint64_t position, void *buffer)
{
	struct io_segment segment = {virt_to_phys(buffer), size};
	ssize64_t got = ninep_read(ninep_file_fid(file), position, (struct ninep_data){&segment, 1}, true);
	if (got > 0 && copy_fault(to, buffer, (size_t)got))
		return -EFAULT;
	return got;
}

static ssize64_t file_read_parts(
	struct file *file, uint8_t *to, size_t size, uint64_t position, void *buffer, uint32_t room)
{
	size_t done = 0;
	while (done < size) {
		uint32_t part = (uint32_t)min(size - done, (size_t)room);
		ssize64_t got = file_read_part(file, to + done, part, position + done, buffer);
		if (got < 0)
			return done ? (ssize64_t)done : got;
		done += (size_t)got;
		if ((uint32_t)got < part)
			break;
	}
	return (ssize64_t)done;
}

static ssize64_t file_read_at(struct file *file, void *to, size_t size, uint64_t position)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	uint32_t room = (uint32_t)min(size, (size_t)node->mount->client.data_max);
	if (!size)
		return 0;
	if (node->dirty) {
		mutex_lock(&node->write_lock);
		ssize64_t error = ninep_pages_write_back(node, position, position + size);
		mutex_unlock(&node->write_lock);
		if (error)
			return error;
	}
	void *buffer = new_buffer(&room);
	if (!buffer)
		return -ENOMEM;
	ssize64_t got = file_read_parts(file, to, size, position, buffer, room);
	heap_free(buffer);
	return got;
}

static void file_grow(struct ninep_node *node, uint64_t end)
{
	spin_lock(&node->lock);
	if (end > node->inode.size)
		atomic_store(&node->inode.size, end);
	spin_unlock(&node->lock);
}

static ssize64_t file_write_part(struct file *file, const void *from, uint32_t size, uint64_t position, void *buffer)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	struct io_segment segment = {virt_to_phys(buffer), size};
	if (copy_fault(buffer, from, size))
		return -EFAULT;
	ssize64_t put = ninep_write(ninep_file_fid(file), position, (struct ninep_data){&segment, 1}, true);
	if (put > 0) {
		file_grow(node, position + (uint64_t)put);
		ninep_pages_update(node, position, buffer, (size_t)put);
	}
	return put;
}

static ssize64_t file_write_parts(
	struct file *file, const uint8_t *from, size_t size, uint64_t position, void *buffer, uint32_t room)
{
	size_t done = 0;
	while (done < size) {
		uint32_t part = (uint32_t)min(size - done, (size_t)room);
		ssize64_t put = file_write_part(file, from + done, part, position + done, buffer);
		if (put < 0)
			return done ? (ssize64_t)done : put;
		done += (size_t)put;
		if ((uint32_t)put < part)
			break;
	}
	return (ssize64_t)done;
}

static ssize64_t file_write_at(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct ninep_node *node = ninep_node_of(file->inode);
	uint32_t room = (uint32_t)min(size, (size_t)node->mount->client.data_max);
	bool append = file->flags & O_APPEND;
	if (!size)
		return 0;
	void *buffer = new_buffer(&room);
	if (!buffer)
		return -ENOMEM;
	ssize64_t put = 0;
	if (append) {
		mutex_lock(&node->write_lock);
		put = ninep_node_refresh(node); /* others on the host may have appended */
		position = node->inode.size;
	}
	if (!put)
		put = file_write_parts(file, from, size, position, buffer, room);
	if (append)
		mutex_unlock(&node->write_lock);
	heap_free(buffer);
	return put;
}

const struct file_ops ninep_file_ops = {
	.read = file_read_at,
	.write = file_write_at,
	.flush = file_write_back,
	.release = file_release,
	.lock = ninep_lock_file,
	.get_lock = ninep_lock_query,
};

/* Inodes that are no directories */

static int file_sync(struct inode *inode, uint64_t start, uint64_t end)
{
	struct ninep_node *node = ninep_node_of(inode);
	mutex_lock(&node->write_lock);
	int error = ninep_pages_write_back(node, start, end);
	mutex_unlock(&node->write_lock);
	if (error || inode->super->read_only) /* diod would call it a write */
		return error;
	struct ninep_fid *fid = ninep_node_open_fid(node, O_WRONLY);
	if (!fid)
		fid = ninep_node_open_fid(node, O_RDONLY);
	if (fid)
		error = ninep_fsync(fid, false);
	ninep_fid_put(fid);
	return error;
}

const struct inode_ops ninep_file_inode_ops = {
	.get_attributes = ninep_get_inode_attributes,
	.set_attributes = ninep_set_inode_attributes,
	.open = file_open_inode,
	.get_page = ninep_get_page,
	.sync = file_sync,
	.release = ninep_node_release,
};

static ssize64_t link_read(struct inode *inode, char *to, size_t size)
{
	struct ninep_fid *fid = ninep_node_fid(inode);
	ssize64_t length = ninep_readlink(fid, to, size);
	ninep_fid_put(fid);
	return length > 0 ? (ssize64_t)min((size_t)length, size) : length;
}

const struct inode_ops ninep_link_ops = {
	.readlink = link_read,
	.get_attributes = ninep_get_inode_attributes,
	.set_attributes = ninep_set_inode_attributes,
	.release = ninep_node_release,
};

/** Named pipes connect threads of this isle. Devices and sockets of the host cannot be used from here. */
static int special_open(struct inode *inode, struct file *file)
{
	return S_ISFIFO(inode->mode) ? pipe_open_named(inode, file) : -ENXIO;
}

const struct inode_ops ninep_special_ops = {
	.get_attributes = ninep_get_inode_attributes,
	.set_attributes = ninep_set_inode_attributes,
	.open = special_open,
	.release = ninep_node_release,
};
