/* SPDX-License-Identifier: BSD-3-Clause */
/* Open files: life, reading, writing, seeking. */
#include "fs/file.h"

#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include "fs/epoll.h"
#include "fs/file_internal.h"
#include "fs/limit.h"
#include "fs/lock.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"

/* Closed files wait here for the next open: their memory never becomes anything else, see fdtable.c. */
static struct list free_files = LIST_INIT(free_files);
static struct spinlock free_lock = SPINLOCK_INIT;

static struct file *take_free(void)
{
	struct file *file = NULL;
	spin_lock(&free_lock);
	if (!list_empty(&free_files)) {
		file = list_first(&free_files, struct file, free_link);
		list_remove(&file->free_link);
	}
	spin_unlock(&free_lock);
	return file ? file : heap_zalloc(sizeof(*file));
}

static void give_free(struct file *file)
{
	spin_lock(&free_lock);
	list_push(&free_files, &file->free_link);
	spin_unlock(&free_lock);
}

struct file *file_new(const struct file_ops *ops, unsigned flags, void *private, const char *anonymous_name)
{
	struct file *file = take_free();
	if (!file)
		return NULL;
	file->ops = ops;
	file->inode = NULL;
	file->dentry = NULL;
	file->anonymous_name = anonymous_name;
	atomic_store(&file->flags, flags);
	mutex_init(&file->position_lock);
	file->position = 0;
	file->seekable = false;
	spin_init(&file->epoll_lock);
	list_init(&file->epoll_items);
	list_init(&file->free_link);
	file->private = private;
	atomic_store_explicit(&file->refs, 1, memory_order_release);
	return file;
}

struct file *file_get(struct file *file)
{
	atomic_fetch_add_explicit(&file->refs, 1, memory_order_relaxed);
	return file;
}

bool file_try_get(struct file *file)
{
	uint32_t refs = atomic_load(&file->refs);
	while (refs)
		if (atomic_compare_exchange_weak(&file->refs, &refs, refs + 1))
			return true;
	return false;
}

void file_put(struct file *file)
{
	if (!file || atomic_fetch_sub_explicit(&file->refs, 1, memory_order_acq_rel) != 1)
		return;
	epoll_forget_file(file);
	if (file->inode)
		lock_release_file(file);
	if (file->ops->release)
		file->ops->release(file);
	dentry_put(file->dentry);
	inode_put(file->inode);
	give_free(file);
}

int file_close(struct file *file)
{
	if (file->inode)
		lock_release_process(file);
	int error = file->ops->flush ? file->ops->flush(file) : 0;
	file_put(file);
	return error;
}

static bool may_read(const struct file *file)
{
	unsigned flags = file->flags;
	return (flags & O_ACCMODE) != O_WRONLY && !(flags & O_PATH);
}

static bool may_write(const struct file *file)
{
	unsigned flags = file->flags;
	return (flags & O_ACCMODE) != O_RDONLY && !(flags & O_PATH);
}

ssize64_t file_read(struct file *file, void *to, size_t size, uint64_t position)
{
	if (!may_read(file))
		return -EBADF;
	if (!file->ops->read)
		return -EINVAL;
	return file->ops->read(file, to, size, position);
}

ssize64_t file_write(struct file *file, const void *from, size_t size, uint64_t position)
{
	if (!may_write(file))
		return -EBADF;
	if (!file->ops->write)
		return -EINVAL;
	int error = limit_write(file, &size, position);
	return error ? error : file->ops->write(file, from, size, position);
}

ssize64_t file_read_next(struct file *file, void *to, size_t size)
{
	if (!file->seekable)
		return file_read(file, to, size, 0);
	mutex_lock(&file->position_lock);
	ssize64_t count = file_read(file, to, size, file->position);
	if (count > 0)
		file->position += count;
	mutex_unlock(&file->position_lock);
	return count;
}

ssize64_t file_write_next(struct file *file, const void *from, size_t size)
{
	if (!file->seekable)
		return file_write(file, from, size, 0);
	mutex_lock(&file->position_lock);
	ssize64_t count = file_write(file, from, size, file->position);
	if (count > 0 && file->flags & O_APPEND && file->inode)
		file->position = file->inode->size;
	else if (count > 0)
		file->position += count;
	mutex_unlock(&file->position_lock);
	return count;
}

/** Where the file has data and holes, for file systems that do not tell: data all over, a hole at the end. */
static ssize64_t seek_without_holes(uint64_t size, int64_t offset, int whence)
{
	if (offset < 0 || (uint64_t)offset >= size)
		return -ENXIO;
	return whence == SEEK_DATA ? offset : (ssize64_t)size;
}

static ssize64_t seek_target_locked(struct file *file, int64_t offset, int whence)
{
	struct attributes attributes;
	uint64_t base = 0;
	int error;
	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = file->position;
		break;
	case SEEK_END:
	case SEEK_DATA:
	case SEEK_HOLE:
		error = file_attributes(file, &attributes);
		if (error)
			return error;
		if (whence != SEEK_END)
			return seek_without_holes(attributes.size, offset, whence);
		base = S_ISDIR(attributes.mode) ? INT64_MAX : attributes.size;
		break;
	default:
		return -EINVAL;
	}
	int64_t target;
	if (__builtin_add_overflow((int64_t)base, offset, &target))
		return -EOVERFLOW;
	return target < 0 ? -EINVAL : target;
}

ssize64_t file_seek(struct file *file, int64_t offset, int whence)
{
	if (file->flags & O_PATH)
		return -EBADF;
	if (!file->seekable && !file->ops->seek)
		return -ESPIPE;
	mutex_lock(&file->position_lock);
	ssize64_t target = file->ops->seek && (whence == SEEK_DATA || whence == SEEK_HOLE || !file->seekable)
				   ? file->ops->seek(file, offset, whence)
				   : seek_target_locked(file, offset, whence);
	if (target >= 0)
		file->position = target;
	mutex_unlock(&file->position_lock);
	return target;
}

/** Notes where the sink behind it has come to. */
struct position_sink {
	struct directory_sink sink;
	struct directory_sink *behind;
	uint64_t position;
};

static bool emit_and_note(
	struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type, uint64_t next)
{
	struct position_sink *noting = container_of(sink, struct position_sink, sink);
	if (!noting->behind->emit(noting->behind, name, length, inode, type, next))
		return false;
	noting->position = next;
	return true;
}

int file_read_directory(struct file *file, struct directory_sink *sink)
{
	struct inode *inode = file->inode;
	if (!inode || !S_ISDIR(inode->mode) || !inode->ops->read_directory)
		return -ENOTDIR;
	if (file->dentry->deleted)
		return -ENOENT;
	mutex_lock(&file->position_lock);
	struct position_sink noting = {{emit_and_note}, sink, file->position};
	mutex_lock(&inode->lock);
	int error = inode->ops->read_directory(inode, file->position, &noting.sink);
	mutex_unlock(&inode->lock);
	file->position = noting.position;
	mutex_unlock(&file->position_lock);
	return error;
}

int file_attributes(struct file *file, struct attributes *attributes)
{
	if (file->inode)
		return inode_attributes(file->inode, attributes);
	*attributes = (struct attributes){
		.inode = (uintptr_t)file >> 4 & 0xffffffff,
		.mode = file->ops->mode ? file->ops->mode : 0600,
		.links = 1,
		.block_size = 4096,
		.device = VFS_DEVICE(0, 0xff),
	};
	return 0;
}

ssize64_t file_path(struct file *file, char *to, size_t size)
{
	if (file->dentry)
		return vfs_path(file->dentry, to, size);
	const char *name = file->anonymous_name ? file->anonymous_name : "anon_inode:[unknown]";
	size_t length = strlen(name);
	char text[64];
	if (name[length - 1] == ':') /* "pipe:", "socket:": the number follows, as in pipe:[4711] */
		length = snprintf(text, sizeof(text), "%s[%u]", name, (unsigned)((uintptr_t)file >> 4));
	if (length >= size)
		return -ENAMETOOLONG;
	memcpy(to, name[strlen(name) - 1] == ':' ? text : name, length + 1);
	return length;
}

uint32_t file_poll(struct file *file, struct poll_table *table)
{
	if (file->ops->poll)
		return file->ops->poll(file, table);
	return EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM;
}
