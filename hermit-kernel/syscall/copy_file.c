/* SPDX-License-Identifier: BSD-3-Clause */
/* Copies from file to file within the kernel: sendfile(2), copy_file_range(2). */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/file.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define COPY_MAX    0x7ffff000ULL
#define BUFFER_SIZE KIB(64)

/** One side: a file, and a position in program memory to use instead of the file's own (0: none). */
struct side {
	struct file *file;
	uint64_t address;
	uint64_t position;
};

static int side_get(struct side *side, int fd, uint64_t address)
{
	side->address = address;
	side->file = user_file(fd);
	if (is_error(side->file)) {
		int error = ptr_error(side->file);
		side->file = NULL;
		return error;
	}
	if (!address)
		return 0;
	int error = user_get(&side->position, address);
	if (!error && !side->file->seekable)
		error = -ESPIPE;
	return error ? error : (int64_t)side->position < 0 ? -EINVAL : 0;
}

/** Hands the new position back. */
static int side_put(struct side *side, long moved)
{
	int error = 0;
	if (moved > 0 && side->address)
		error = user_put(side->address, &side->position);
	file_put(side->file);
	return error;
}

static ssize64_t read_side(struct side *side, void *to, size_t size)
{
	ssize64_t count =
		side->address ? file_read(side->file, to, size, side->position) : file_read_next(side->file, to, size);
	if (count > 0)
		side->position += count;
	return count;
}

static ssize64_t write_side(struct side *side, const void *from, size_t size)
{
	ssize64_t count = side->address ? file_write(side->file, from, size, side->position)
					: file_write_next(side->file, from, size);
	if (count > 0)
		side->position += count;
	return count;
}

/** Bytes that were read and found no place: the reader's position goes back. */
static void unread(struct side *side, uint64_t bytes)
{
	side->position -= bytes;
	if (!side->address && side->file->seekable)
		file_seek(side->file, -(int64_t)bytes, 1 /* SEEK_CUR */);
}

static ssize64_t copy_part(struct side *in, struct side *out, char *buffer, size_t size)
{
	ssize64_t count = read_side(in, buffer, size);
	if (count <= 0)
		return count;
	ssize64_t written = write_side(out, buffer, count);
	if (written < count)
		unread(in, count - max(written, (ssize64_t)0));
	return written;
}

static long copy(struct side *in, struct side *out, uint64_t size)
{
	char *buffer = heap_alloc(BUFFER_SIZE);
	long done = 0;
	if (!buffer)
		return -ENOMEM;
	while ((uint64_t)done < size) {
		ssize64_t part = copy_part(in, out, buffer, min(size - done, BUFFER_SIZE));
		if (part <= 0) {
			done = done ? done : part;
			break;
		}
		done += part;
	}
	heap_free(buffer);
	return done;
}

static long finish(struct side *in, struct side *out, long result)
{
	int error = in->file ? side_put(in, result) : 0;
	int error_out = out->file ? side_put(out, result) : 0;
	return error ? error : error_out ? error_out : result;
}

static int check_sendfile(struct side *in, struct side *out)
{
	if ((in->file->flags & O_ACCMODE) == O_WRONLY || (out->file->flags & O_ACCMODE) == O_RDONLY)
		return -EBADF;
	return out->file->flags & O_APPEND || !in->file->seekable ? -EINVAL : 0;
}

long sys_sendfile(const uint64_t *args)
{
	struct side in = {0}, out = {0};
	long result = side_get(&in, (int)args[1], args[2]);
	if (!result)
		result = side_get(&out, (int)args[0], 0);
	if (!result)
		result = check_sendfile(&in, &out);
	if (!result)
		result = copy(&in, &out, min(args[3], COPY_MAX));
	return finish(&in, &out, result);
}

static int check_range_copy(struct side *in, struct side *out, uint64_t size, uint64_t flags)
{
	struct inode *from = in->file->inode, *to = out->file->inode;
	if (flags)
		return -EINVAL;
	if ((from && S_ISDIR(from->mode)) || (to && S_ISDIR(to->mode)))
		return -EISDIR;
	if (!from || !to || !S_ISREG(from->mode) || !S_ISREG(to->mode))
		return -EINVAL;
	if ((in->file->flags & O_ACCMODE) == O_WRONLY || (out->file->flags & O_ACCMODE) == O_RDONLY ||
		out->file->flags & O_APPEND)
		return -EBADF;
	uint64_t read_at = in->address ? in->position : in->file->position;
	uint64_t write_at = out->address ? out->position : out->file->position;
	if (from == to && read_at < write_at + size && write_at < read_at + size)
		return -EINVAL;
	return 0;
}

long sys_copy_file_range(const uint64_t *args)
{
	struct side in = {0}, out = {0};
	uint64_t size = min(args[4], COPY_MAX);
	long result = side_get(&in, (int)args[0], args[1]);
	if (!result)
		result = side_get(&out, (int)args[2], args[3]);
	if (!result)
		result = check_range_copy(&in, &out, size, args[5]);
	if (!result)
		result = copy(&in, &out, size);
	return finish(&in, &out, result);
}
