/* SPDX-License-Identifier: BSD-3-Clause */
/* Devices without hardware: null, zero, full, random, urandom (mem(4), random(4)). */
#include <linux/errno.h>
#include "fs/devfs.h"
#include "fs/tmpfs.h"
#include "lib/random.h"
#include "mm/user.h"
#include "mm/vma.h"
#include "sched/sched.h"
#include "sched/signal.h"

#define RANDOM_PART 256u

static ssize64_t read_nothing(struct file *file, void *to, size_t size, uint64_t position)
{
	return 0;
}

static ssize64_t write_away(struct file *file, const void *from, size_t size, uint64_t position)
{
	return size;
}

static ssize64_t write_nowhere(struct file *file, const void *from, size_t size, uint64_t position)
{
	return -ENOSPC;
}

static ssize64_t read_zeroes(struct file *file, void *to, size_t size, uint64_t position)
{
	int error = clear_fault(to, size);
	return error ? error : (ssize64_t)size;
}

/** Long reads end early for a signal, as on Linux. */
static ssize64_t read_random(struct file *file, void *to, size_t size, uint64_t position)
{
	uint8_t part[RANDOM_PART];
	size_t done = 0;
	while (done < size && !(done && signal_pending())) {
		size_t length = min(size - done, sizeof(part));
		random_bytes(part, length);
		int error = copy_fault((char *)to + done, part, length);
		if (error)
			return done ? (ssize64_t)done : error;
		done += length;
		sched_yield_point();
	}
	return done;
}

static ssize64_t write_random(struct file *file, const void *from, size_t size, uint64_t position)
{
	uint8_t part[RANDOM_PART];
	for (size_t done = 0; done < size; done += sizeof(part)) {
		size_t length = min(size - done, sizeof(part));
		int error = copy_fault(part, (const char *)from + done, length);
		if (error)
			return done ? (ssize64_t)done : error;
		random_add_entropy(part, length);
	}
	return size;
}

/** Positions mean nothing to these, but seeking is no error: it always ends at 0 (Linux' null_lseek). */
static ssize64_t seek_nowhere(struct file *file, int64_t offset, int whence)
{
	return 0;
}

/** Private: as MAP_ANONYMOUS. Shared: a piece of memory of its own. */
static int map_zeroes(struct file *file, struct vma *vma)
{
	if (!(vma->flags & VMA_SHARED)) {
		vma_set_anonymous(vma);
		return 0;
	}
	struct file *memory = tmpfs_anonymous_file(vma->end - vma->start);
	if (is_error(memory))
		return (int)ptr_error(memory);
	file_put(vma->file);
	vma->file = memory;
	vma->shift = -vma->start;
	return 0;
}

static const struct file_ops null_ops = {.read = read_nothing, .write = write_away, .seek = seek_nowhere};
static const struct file_ops zero_ops = {
	.read = read_zeroes, .write = write_away, .seek = seek_nowhere, .mmap = map_zeroes};
static const struct file_ops full_ops = {.read = read_zeroes, .write = write_nowhere, .seek = seek_nowhere};
static const struct file_ops random_ops = {.read = read_random, .write = write_random, .seek = seek_nowhere};

int memory_devices_register(void)
{
	static const struct {
		const char *name;
		unsigned minor;
		const struct file_ops *ops;
	} table[] = {
		{"null", 3, &null_ops},
		{"zero", 5, &zero_ops},
		{"full", 7, &full_ops},
		{"random", 8, &random_ops},
		{"urandom", 9, &random_ops},
	};
	int error = 0;
	for (unsigned i = 0; !error && i < array_size(table); i++)
		error = devfs_register(table[i].name, 0666, VFS_DEVICE(1, table[i].minor), table[i].ops, NULL);
	return error;
}
