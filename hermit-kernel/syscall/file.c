/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading, writing and positioning of open files. */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/uio.h>
#include "fs/file.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/socket.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define TRANSFER_MAX 0x7ffff000ULL /* one call moves no more, as on Linux */
#define VECTORS_FAST 8
#define VECTORS_MAX  1024

enum direction {
	READ,
	WRITE
};

/** Where a transfer happens: at the file's position (`positioned` false) or at `position`. */
struct place {
	bool positioned;
	uint64_t position;
};

static ssize64_t transfer(struct file *file, enum direction direction, uint64_t buffer, size_t size, struct place place)
{
	void *memory = (void *)buffer;
	if (place.positioned)
		return direction == READ ? file_read(file, memory, size, place.position)
					 : file_write(file, memory, size, place.position);
	return direction == READ ? file_read_next(file, memory, size) : file_write_next(file, memory, size);
}

/** -ESPIPE for streams, -EINVAL for negative positions. */
static int check_place(struct file *file, struct place place)
{
	if (!place.positioned)
		return 0;
	if ((int64_t)place.position < 0)
		return -EINVAL;
	return file->seekable || file->inode ? 0 : -ESPIPE;
}

static long transfer_one(const uint64_t *args, enum direction direction, struct place place)
{
	uint64_t buffer = args[1], size = args[2];
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = check_place(file, place);
	if (!result)
		result = user_check_range(buffer, size);
	if (!result)
		result = transfer(file, direction, buffer, min(size, (uint64_t)TRANSFER_MAX), place);
	file_put(file);
	return result;
}

long sys_read(const uint64_t *args)
{
	return transfer_one(args, READ, (struct place){0});
}

long sys_write(const uint64_t *args)
{
	return transfer_one(args, WRITE, (struct place){0});
}

static long transfer_at(const uint64_t *args, enum direction direction)
{
	if ((int64_t)args[3] < 0)
		return -EINVAL;
	return transfer_one(args, direction, (struct place){true, args[3]});
}

long sys_pread64(const uint64_t *args)
{
	return transfer_at(args, READ);
}

long sys_pwrite64(const uint64_t *args)
{
	return transfer_at(args, WRITE);
}

/** Buffers of one call, checked: total at most TRANSFER_MAX. */
struct vectors {
	struct iovec fast[VECTORS_FAST];
	struct iovec *list;
	unsigned count;
};

static void vectors_free(struct vectors *vectors)
{
	if (vectors->list != vectors->fast)
		heap_free(vectors->list);
}

static int vectors_check(struct vectors *vectors)
{
	uint64_t total = 0;
	for (unsigned i = 0; i < vectors->count; i++) {
		struct iovec *vector = &vectors->list[i];
		if ((int64_t)vector->iov_len < 0)
			return -EINVAL;
		if (user_check_range((uint64_t)vector->iov_base, vector->iov_len) < 0)
			return -EFAULT;
		vector->iov_len = min((uint64_t)vector->iov_len, TRANSFER_MAX - total);
		total += vector->iov_len;
	}
	return 0;
}

static int vectors_fetch(struct vectors *vectors, uint64_t address, uint64_t count)
{
	if (count > VECTORS_MAX)
		return -EINVAL;
	vectors->count = count;
	vectors->list = vectors->fast;
	if (count > VECTORS_FAST)
		vectors->list = heap_alloc(count * sizeof(*vectors->list));
	if (!vectors->list)
		return -ENOMEM;
	int error = user_copy_from(vectors->list, address, count * sizeof(*vectors->list));
	if (!error)
		error = vectors_check(vectors);
	if (error)
		vectors_free(vectors);
	return error;
}

/** All at once: a datagram is one. */
static long transfer_socket(struct file *file, enum direction direction, const struct vectors *vectors)
{
	struct socket_buffers buffers = {.vectors = vectors->list, .count = vectors->count};
	for (unsigned i = 0; i < vectors->count; i++)
		buffers.left += vectors->list[i].iov_len;
	if (!buffers.left)
		return 0;
	if (direction == READ)
		return socket_read_buffers(file, buffers);
	return socket_send(file, &(struct socket_message){.data = buffers});
}

/** One buffer after the other; stops at the first that is not filled. What was moved counts more than the error after
 * it. */
static long transfer_each(struct file *file, enum direction direction, struct vectors *vectors, struct place place)
{
	long done = 0;
	for (unsigned i = 0; i < vectors->count; i++) {
		struct iovec *vector = &vectors->list[i];
		if (vector->iov_len == 0 && vectors->count > 1)
			continue;
		ssize64_t part = transfer(file, direction, (uint64_t)vector->iov_base, vector->iov_len, place);
		if (part < 0)
			return done ? done : part;
		done += part;
		place.position += part;
		if ((uint64_t)part < vector->iov_len)
			break;
	}
	return done;
}

static long transfer_vectors(const uint64_t *args, enum direction direction, struct place place)
{
	struct vectors vectors;
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = check_place(file, place);
	if (!result)
		result = vectors_fetch(&vectors, args[1], args[2]);
	if (!result) {
		result = socket_of(file) ? transfer_socket(file, direction, &vectors)
					 : transfer_each(file, direction, &vectors, place);
		vectors_free(&vectors);
	}
	file_put(file);
	return result;
}

long sys_readv(const uint64_t *args)
{
	return transfer_vectors(args, READ, (struct place){0});
}

long sys_writev(const uint64_t *args)
{
	return transfer_vectors(args, WRITE, (struct place){0});
}

/* The low half of the position is the whole of it on 64-bit machines. */
long sys_preadv(const uint64_t *args)
{
	return transfer_vectors(args, READ, (struct place){true, args[3]});
}

long sys_pwritev(const uint64_t *args)
{
	return transfer_vectors(args, WRITE, (struct place){true, args[3]});
}

/** The flags are hints, but for RWF_APPEND, which we lack. Position -1: the file's own. */
static long transfer_vectors2(const uint64_t *args, enum direction direction)
{
	if (args[5] & ~(uint64_t)(RWF_HIPRI | RWF_DSYNC | RWF_SYNC))
		return -EOPNOTSUPP;
	return transfer_vectors(args, direction, (struct place){args[3] != UINT64_MAX, args[3]});
}

long sys_preadv2(const uint64_t *args)
{
	return transfer_vectors2(args, READ);
}

long sys_pwritev2(const uint64_t *args)
{
	return transfer_vectors2(args, WRITE);
}

long sys_lseek(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = file_seek(file, args[1], (int)args[2]);
	file_put(file);
	return result;
}

static int truncate_file(struct file *file, int64_t size)
{
	if (size < 0 || (file->flags & O_ACCMODE) == O_RDONLY)
		return -EINVAL;
	if (!file->inode || !S_ISREG(file->inode->mode))
		return -EINVAL;
	return inode_truncate(file->inode, size);
}

long sys_ftruncate(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = truncate_file(file, args[1]);
	file_put(file);
	return result;
}

static int allocate(struct file *file, int mode, int64_t offset, int64_t length)
{
	if (offset < 0 || length <= 0)
		return -EINVAL;
	if ((file->flags & O_ACCMODE) == O_RDONLY)
		return -EBADF;
	if (!file->inode)
		return -ESPIPE;
	if (mode & FALLOC_FL_PUNCH_HOLE && !(mode & FALLOC_FL_KEEP_SIZE))
		return -EOPNOTSUPP;
	if (S_ISDIR(file->inode->mode))
		return -EISDIR;
	if (!S_ISREG(file->inode->mode))
		return -ENODEV;
	return file->ops->fallocate ? file->ops->fallocate(file, mode, offset, length) : -EOPNOTSUPP;
}

long sys_fallocate(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = allocate(file, (int)args[1], args[2], args[3]);
	file_put(file);
	return result;
}

static long sync_range(int fd, uint64_t start, uint64_t end)
{
	struct file *file = user_file(fd);
	if (is_error(file))
		return ptr_error(file);
	struct inode *inode = file->inode;
	long result = -EINVAL;
	if (inode && (S_ISREG(inode->mode) || S_ISDIR(inode->mode) || S_ISBLK(inode->mode)))
		result = inode->ops->sync ? inode->ops->sync(inode, start, end) : 0;
	file_put(file);
	return result;
}

long sys_fsync(const uint64_t *args)
{
	return sync_range((int)args[0], 0, UINT64_MAX);
}

long sys_fdatasync(const uint64_t *args)
{
	return sync_range((int)args[0], 0, UINT64_MAX);
}

long sys_sync_file_range(const uint64_t *args)
{
	uint64_t offset = args[1], length = args[2];
	if ((int64_t)offset < 0 || (int64_t)length < 0 || (int64_t)(offset + length) < 0 || args[3] & ~7ULL)
		return -EINVAL;
	return sync_range((int)args[0], offset, length ? offset + length : UINT64_MAX);
}

long sys_syncfs(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = file->inode ? vfs_sync(file->inode->super) : 0;
	file_put(file);
	return result;
}

long sys_sync(const uint64_t *args)
{
	vfs_sync(NULL);
	return 0;
}

long sys_fadvise64(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = !file->seekable ? -ESPIPE : args[3] > 5 || (int64_t)args[2] < 0 ? -EINVAL : 0;
	file_put(file);
	return result;
}

long sys_readahead(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = 0;
	if ((file->flags & O_ACCMODE) == O_WRONLY)
		result = -EBADF;
	else if (!file->inode || !S_ISREG(file->inode->mode))
		result = -EINVAL;
	file_put(file);
	return result;
}
