/* SPDX-License-Identifier: BSD-3-Clause */
/* getdents(2), getdents64(2). Entries are gathered in a kernel buffer, since the directory is locked meanwhile. */
#include <linux/errno.h>
#include "fs/file.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define BUFFER_MAX KIB(32)

/* The ABI's structures; names follow, with NUL. In the old one the type is the last byte of the record. */
struct entry64 {
	uint64_t inode, next;
	uint16_t length;
	uint8_t type;
	char name[];
} __attribute__((packed));

struct entry_old {
	uint64_t inode, next;
	uint16_t length;
	char name[];
} __attribute__((packed));

struct gather {
	struct directory_sink sink;
	char *buffer;
	size_t size, used;
	bool old;
	bool full; /* an entry did not fit */
};

static bool gather_entry(
	struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type, uint64_t next)
{
	struct gather *gather = container_of(sink, struct gather, sink);
	size_t header = gather->old ? sizeof(struct entry_old) + 1 : sizeof(struct entry64);
	size_t record = align_up(header + length + 1, 8u);
	if (record > gather->size - gather->used) {
		gather->full = true;
		return false;
	}
	char *at = gather->buffer + gather->used;
	memset(at, 0, record);
	*(struct entry_old *)at = (struct entry_old){.inode = inode, .next = next, .length = record};
	if (gather->old)
		at[record - 1] = (char)type;
	else
		((struct entry64 *)at)->type = type;
	memcpy(at + (gather->old ? sizeof(struct entry_old) : sizeof(struct entry64)), name, length);
	gather->used += record;
	return true;
}

static long read_entries(struct file *file, uint64_t to, uint32_t size, bool old)
{
	struct gather gather = {.sink = {gather_entry}, .size = min((uint64_t)size, BUFFER_MAX), .old = old};
	if (!file->inode || !S_ISDIR(file->inode->mode))
		return -ENOTDIR;
	gather.buffer = heap_alloc(max(gather.size, (size_t)1));
	if (!gather.buffer)
		return -ENOMEM;
	long result = file_read_directory(file, &gather.sink);
	if (!gather.used && gather.full && !result)
		result = -EINVAL;
	if (gather.used)
		result = user_copy_to(to, gather.buffer, gather.used);
	heap_free(gather.buffer);
	return result ? result : (long)gather.used;
}

static long getdents(const uint64_t *args, bool old)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = read_entries(file, args[1], args[2], old);
	file_put(file);
	return result;
}

long sys_getdents(const uint64_t *args)
{
	return getdents(args, true);
}

long sys_getdents64(const uint64_t *args)
{
	return getdents(args, false);
}
