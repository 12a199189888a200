/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Allocated ranges under every call on memory, with any addresses and lengths, from one thread and from four: calls are
 * refused or done, new pages are zeroed, and at the end every page is back.
 * @only isle
 * @cores 4
 * @memory 4G
 * @timeout 60
 */
#include <hermit/hermit.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "test.h"

/* The last kinds give addresses back, which another thread may get: not for several threads. */
enum {
	THREADS = 4,
	ROUNDS = 100,
	CALLS_A_ROUND = 8,
	KINDS = 7,
	KINDS_THAT_KEEP = 5
};

struct work {
	unsigned seed, kinds;
};

static const uint64_t page_sizes[] = {4096, 2UL << 20, 1UL << 30};

static uint64_t random_below(unsigned *seed, uint64_t limit)
{
	uint64_t high = (uint64_t)rand_r(seed) << 31;

	return (high ^ (uint64_t)rand_r(seed)) % limit;
}

/* Some call on a part of the range; the result may be any, but no other errno than those of bad arguments and memory.
 */
static void abuse_part(unsigned *seed, unsigned kinds, char *memory, uint64_t length)
{
	static const int advices[] = {
		MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_WILLNEED, MADV_COLD};
	uint64_t offset = random_below(seed, length) & ~4095UL;
	uint64_t size = 1 + random_below(seed, length - offset);
	char *part = memory + offset, vector[16];
	void *moved;
	int result;

	errno = 0;
	switch (random_below(seed, kinds)) {
	case 0:
		result = madvise(part, size, advices[random_below(seed, 6)]);
		break;
	case 1:
		result = mprotect(part, size, random_below(seed, 2) ? PROT_READ : PROT_READ | PROT_WRITE);
		break;
	case 2:
		result = mlock(part, size);
		break;
	case 3:
		result = mincore(part, size < 65536 ? size : 65536, (unsigned char *)vector);
		break;
	case 4:
		result = msync(part, size, MS_SYNC);
		break;
	case 5:
		moved = mremap(
			part, size, 1 + random_below(seed, 2 * length), random_below(seed, 2) ? MREMAP_MAYMOVE : 0);
		result = moved == MAP_FAILED ? -1 : munmap(moved, 4096);
		break;
	default:
		result = hermit_memory_free(part, size) == 0 && munmap(part, size) == 0 ? 0 : -1;
	}
	if (result < 0 && errno != 0)
		CHECK(errno == EINVAL || errno == ENOMEM || errno == EACCES || errno == EFAULT || errno == EOPNOTSUPP ||
			errno == EBUSY || errno == EAGAIN);
}

static void check_fresh(const char *memory, uint64_t length, uint64_t page)
{
	for (uint64_t at = 0; at < length; at += page)
		CHECK_EQ(memory[at], 0);
}

static void *abuse(void *argument)
{
	const struct work *work = argument;
	unsigned seed = work->seed;

	for (int round = 0; round < ROUNDS; round++) {
		uint64_t page = page_sizes[random_below(&seed, random_below(&seed, 20) ? 2 : 3)];
		uint64_t length = page * (1 + random_below(&seed, page < 1UL << 30 ? 4 : 1));
		int64_t address =
			hermit_memory_allocate(length, page, HERMIT_NODE_ANY, (uint32_t)random_below(&seed, 2));
		if (address < 0) {
			CHECK(address == -ENOMEM || address == -EOPNOTSUPP);
			continue;
		}
		char *memory = (char *)address;
		check_fresh(memory, length, page);
		memset(memory, 0xa5, 4096);
		for (int i = 0; i < CALLS_A_ROUND; i++)
			abuse_part(&seed, work->kinds, memory, length);
		munmap(memory, length);
	}
	return NULL;
}

static uint64_t free_bytes(void)
{
	struct hermit_memory_info info = {.size = sizeof(info)};

	CHECK_EQ(hermit_memory_info(HERMIT_NODE_ANY, &info), 0);
	return info.free;
}

int main(void)
{
	pthread_t threads[THREADS];
	struct work alone = {.seed = 99, .kinds = KINDS}, work[THREADS];
	uint64_t before = free_bytes();

	abuse(&alone);
	for (unsigned i = 0; i < THREADS; i++) {
		work[i] = (struct work){.seed = i, .kinds = KINDS_THAT_KEEP};
		CHECK_EQ(pthread_create(&threads[i], NULL, abuse, &work[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_OP(before - free_bytes(), <, 64UL << 20);
	return 0;
}
