/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * newlib and glibc at once in one native call, so that the JVM does nothing in between: blocks of both allocators and
 * both error numbers. Compiled with glibc's headers, as C++; called by many threads at a time.
 */
#ifndef SIDE_BY_SIDE_H
#define SIDE_BY_SIDE_H

#include <errno.h>
#include <fcntl.h>
#include <hermit/newlib.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum {
	SIDES = 2,
	BLOCKS = 32,
	SHELVES = 64
};

/** A library's allocator, and its error number as this thread sees it. */
struct side {
	void *(*allocate)(uint64_t size);
	void *(*resize)(void *memory, uint64_t size);
	void (*release)(void *memory);
};

/** In front of each block's bytes: what they must be. */
struct block {
	uint64_t size;
	uint64_t seed;
};

static inline void *side_glibc_allocate(uint64_t size)
{
	return malloc(size);
}

static inline void *side_glibc_resize(void *memory, uint64_t size)
{
	return realloc(memory, size);
}

static const struct side side_all[SIDES] = {
	{newlib_malloc, newlib_realloc, newlib_free},
	{side_glibc_allocate, side_glibc_resize, free},
};

/* Blocks that one thread leaves and another one frees. */
static struct block *side_shelves[SIDES][SHELVES];

static inline uint64_t side_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline unsigned char side_byte(const struct block *block, uint64_t i)
{
	return (unsigned char)((block->seed + i) * 0x9e3779b97f4a7c15u >> 56);
}

static inline void side_fill(struct block *block, uint64_t size, uint64_t seed)
{
	unsigned char *bytes = (unsigned char *)(block + 1);

	block->size = size;
	block->seed = seed;
	for (uint64_t i = 0; i < size; i++)
		bytes[i] = side_byte(block, i);
}

/** Whether the first bytes are those that were written. */
static inline int side_is_whole(const struct block *block, uint64_t size)
{
	const unsigned char *bytes = (const unsigned char *)(block + 1);

	for (uint64_t i = 0; i < size; i++)
		if (bytes[i] != side_byte(block, i))
			return 0;
	return 1;
}

/** Mostly small, at times beyond what an allocator takes from the system in one piece. */
static inline uint64_t side_size(uint64_t *random)
{
	return side_random(random) % (side_random(random) % 50 == 0 ? 300000 : 700);
}

/** A new block instead of an old one, perhaps of another thread. NULL, or what is wrong. */
static inline const char *side_renew(int number, struct block **own, uint64_t *random)
{
	const struct side *side = &side_all[number];
	uint64_t size = side_size(random);
	struct block *block = (struct block *)side->allocate(sizeof(*block) + size);

	if (!block)
		return number ? "glibc has no memory" : "newlib has no memory";
	side_fill(block, size, side_random(random));
	if (side_random(random) % 4 == 0)
		block = __atomic_exchange_n(
			&side_shelves[number][side_random(random) % SHELVES], block, __ATOMIC_ACQ_REL);
	struct block *old = *own;
	*own = block;
	if (!old)
		return NULL;
	if (!side_is_whole(old, old->size))
		return number ? "a block of glibc was overwritten" : "a block of newlib was overwritten";
	uint64_t kept = old->size / 2;
	old = (struct block *)side->resize(old, sizeof(*old) + old->size * 2);
	if (!old || !side_is_whole(old, kept))
		return number ? "glibc's realloc lost bytes" : "newlib's realloc lost bytes";
	side->release(old);
	return NULL;
}

/** Each library leaves the other one's number alone where it succeeds, and where it fails. NULL, or what is wrong. */
static inline const char *side_check_errors(int ours, int theirs)
{
	newlib_errno_set(ours);
	errno = theirs;
	sched_yield();
	if (newlib_errno() != ours || errno != theirs)
		return "an error number was lost while other threads ran";
	if (newlib_fopen("/no/such/file", "r") || newlib_errno() != ENOENT)
		return "newlib did not fail by ENOENT";
	if (errno != theirs)
		return "a failure of newlib changed glibc's error number";
	newlib_errno_set(ours);
	if (open("", O_RDONLY | O_DIRECTORY, 0) >= 0 || errno != ENOENT)
		return "glibc did not fail by ENOENT";
	return newlib_errno() == ours ? NULL : "a failure of glibc changed newlib's error number";
}

static inline const char *side_round(struct block *blocks[SIDES][BLOCKS], int number, uint64_t *random)
{
	int ours = number, theirs = -number;
	const char *wrong = NULL;

	for (int i = 0; !wrong && i < 8; i++) {
		errno = theirs;
		wrong = side_renew(0, &blocks[0][side_random(random) % BLOCKS], random);
		if (!wrong && errno != theirs)
			return "newlib's allocator changed glibc's error number";
		newlib_errno_set(ours);
		if (!wrong)
			wrong = side_renew(1, &blocks[1][side_random(random) % BLOCKS], random);
		if (!wrong && newlib_errno() != ours)
			return "glibc's allocator changed newlib's error number";
	}
	return wrong ? wrong : side_check_errors(ours, theirs);
}

/** So many rounds as thread `thread`, from 0 on. NULL, or what is wrong. */
static inline const char *side_by_side(int thread, int rounds)
{
	struct block *blocks[SIDES][BLOCKS];
	uint64_t random = 88172645463325252u + (uint64_t)thread * 7919;
	const char *wrong = NULL;

	memset(blocks, 0, sizeof(blocks));
	for (int round = 0; !wrong && round < rounds; round++)
		wrong = side_round(blocks, 1000 + thread * rounds + round, &random);
	for (int i = 0; i < SIDES * BLOCKS; i++)
		side_all[i / BLOCKS].release(blocks[i / BLOCKS][i % BLOCKS]);
	return wrong;
}

#endif
