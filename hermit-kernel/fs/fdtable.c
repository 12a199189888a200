/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Descriptor table: two levels that only grow, so a look-up needs no lock: it loads the slot, takes a reference unless
 * the file has none left, and checks that the slot still holds that file. Memory of a struct file is only ever reused
 * for another struct file (file.c), so touching one that was closed meanwhile is harmless. Changes are made under
 * `table_lock`.
 */
#include <linux/errno.h>
#include "fs/file.h"
#include "fs/file_internal.h"
#include "mm/heap.h"
#include "sched/rlimit.h"

#define CHUNK_SLOTS 1024u
#define CHUNKS      (FD_MAX / CHUNK_SLOTS)

struct chunk {
	_Atomic(struct file *) slots[CHUNK_SLOTS];
	uint64_t used[CHUNK_SLOTS / 64]; /* under table_lock, as below */
	uint64_t close_on_exec[CHUNK_SLOTS / 64];
};

static _Atomic(struct chunk *) chunks[CHUNKS];
static struct spinlock table_lock = SPINLOCK_INIT;
static unsigned lowest_free; /* no free descriptor below it */

static uint64_t limit(void)
{
	return min(rlimit_get(RLIMIT_NOFILE), (uint64_t)FD_MAX);
}

static struct chunk *chunk_of(int fd)
{
	return (unsigned)fd < FD_MAX ? atomic_load_explicit(&chunks[fd / CHUNK_SLOTS], memory_order_acquire) : NULL;
}

static bool bit_get(const uint64_t *bits, int fd)
{
	return bits[fd % CHUNK_SLOTS / 64] >> (fd % 64) & 1;
}

static void bit_set(uint64_t *bits, int fd, bool on)
{
	uint64_t bit = 1ULL << (fd % 64);
	if (on)
		bits[fd % CHUNK_SLOTS / 64] |= bit;
	else
		bits[fd % CHUNK_SLOTS / 64] &= ~bit;
}

struct file *fd_get(int fd)
{
	struct chunk *chunk = chunk_of(fd);
	if (!chunk)
		return NULL;
	_Atomic(struct file *) *slot = &chunk->slots[fd % CHUNK_SLOTS];
	for (;;) {
		struct file *file = atomic_load(slot);
		if (!file)
			return NULL;
		if (!file_try_get(file))
			continue; /* being closed: the slot changes next */
		if (atomic_load(slot) == file)
			return file;
		file_put(file);
	}
}

static struct chunk *chunk_make(int fd)
{
	_Atomic(struct chunk *) *place = &chunks[fd / CHUNK_SLOTS];
	struct chunk *made = atomic_load(place);
	if (!made) {
		made = heap_zalloc(sizeof(*made));
		atomic_store_explicit(place, made, memory_order_release);
	}
	return made;
}

/** The lowest free descriptor >= `lowest`, which may be FD_MAX. */
static unsigned find_free(unsigned lowest)
{
	for (unsigned fd = lowest; fd < FD_MAX;) {
		struct chunk *chunk = chunk_of(fd);
		if (!chunk)
			return fd;
		uint64_t free = ~chunk->used[fd % CHUNK_SLOTS / 64] >> (fd % 64);
		if (free)
			return fd + __builtin_ctzll(free);
		fd = (fd / 64 + 1) * 64;
	}
	return FD_MAX;
}

static void set_slot(struct chunk *chunk, int fd, struct file *file, bool close_on_exec)
{
	bit_set(chunk->used, fd, file);
	bit_set(chunk->close_on_exec, fd, close_on_exec);
	atomic_store(&chunk->slots[fd % CHUNK_SLOTS], file);
}

static int install_locked(struct file *file, unsigned lowest, bool close_on_exec)
{
	unsigned fd = find_free(max(lowest, lowest_free));
	if (fd >= limit())
		return -EMFILE;
	struct chunk *chunk = chunk_make(fd);
	if (!chunk)
		return -ENOMEM;
	set_slot(chunk, fd, file, close_on_exec);
	if (lowest <= lowest_free)
		lowest_free = fd + 1;
	return fd;
}

int fd_install(struct file *file, int lowest, bool close_on_exec)
{
	spin_lock(&table_lock);
	int fd = install_locked(file, lowest, close_on_exec);
	spin_unlock(&table_lock);
	return fd;
}

int fd_install_at(struct file *file, int fd, bool close_on_exec)
{
	if (fd < 0 || (unsigned)fd >= limit())
		return -EBADF;
	spin_lock(&table_lock);
	struct chunk *chunk = chunk_make(fd);
	struct file *old = chunk ? atomic_load(&chunk->slots[fd % CHUNK_SLOTS]) : NULL;
	if (chunk)
		set_slot(chunk, fd, file, close_on_exec);
	spin_unlock(&table_lock);
	if (old)
		file_close(old);
	return chunk ? fd : -ENOMEM;
}

int fd_close(int fd)
{
	struct chunk *chunk = chunk_of(fd);
	if (!chunk)
		return -EBADF;
	spin_lock(&table_lock);
	struct file *file = atomic_load(&chunk->slots[fd % CHUNK_SLOTS]);
	if (file) {
		set_slot(chunk, fd, NULL, false);
		lowest_free = min(lowest_free, (unsigned)fd);
	}
	spin_unlock(&table_lock);
	return file ? file_close(file) : -EBADF;
}

int fd_next(int from)
{
	unsigned fd = from < 0 ? 0 : from;
	while (fd < FD_MAX) {
		struct chunk *chunk = chunk_of(fd);
		if (!chunk) {
			fd = (fd / CHUNK_SLOTS + 1) * CHUNK_SLOTS;
			continue;
		}
		if (atomic_load(&chunk->slots[fd % CHUNK_SLOTS]))
			return fd;
		fd++;
	}
	return -1;
}

static bool is_open_locked(struct chunk *chunk, int fd)
{
	return atomic_load(&chunk->slots[fd % CHUNK_SLOTS]);
}

bool fd_close_on_exec(int fd)
{
	struct chunk *chunk = chunk_of(fd);
	if (!chunk)
		return false;
	spin_lock(&table_lock);
	bool on = bit_get(chunk->close_on_exec, fd);
	spin_unlock(&table_lock);
	return on;
}

int fd_set_close_on_exec(int fd, bool on)
{
	struct chunk *chunk = chunk_of(fd);
	if (!chunk)
		return -EBADF;
	spin_lock(&table_lock);
	bool open = is_open_locked(chunk, fd);
	if (open)
		bit_set(chunk->close_on_exec, fd, on);
	spin_unlock(&table_lock);
	return open ? 0 : -EBADF;
}
