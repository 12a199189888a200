/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that is uncommitted by MAP_FIXED, MADV_DONTNEED, munmap or mremap is free again: several times the isle's
 * memory passes through each way, and what sysinfo reports as free comes back.
 * @memory 256M
 * @timeout 60
 */
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include "test.h"

#define CHUNK  (64UL << 20)
#define ROUNDS 3
#define ANON   (MAP_PRIVATE | MAP_ANONYMOUS)

static char *reserve;

static void commit_and_touch(int round)
{
	size_t i;

	CHECK_EQ(mmap(reserve, CHUNK, PROT_READ | PROT_WRITE, ANON | MAP_FIXED, -1, 0), reserve);
	for (i = 0; i < CHUNK; i += 4096) {
		if (reserve[i] != 0)
			CHECK_EQ(reserve[i], 0);
		reserve[i] = (char)round | 1;
	}
}

static void uncommit_map_fixed(void)
{
	CHECK_EQ(mmap(reserve, CHUNK, PROT_NONE, ANON | MAP_NORESERVE | MAP_FIXED, -1, 0), reserve);
}

static void uncommit_dontneed(void)
{
	CHECK_EQ(madvise(reserve, CHUNK, MADV_DONTNEED), 0);
}

static void uncommit_munmap(void)
{
	CHECK_EQ(munmap(reserve, CHUNK), 0);
}

static void uncommit_mremap(void)
{
	CHECK_EQ(mremap(reserve, CHUNK, 4096, 0), reserve);
}

static uint64_t free_memory(void)
{
	struct sysinfo info;

	CHECK_EQ(sysinfo(&info), 0);
	return (uint64_t)info.freeram * info.mem_unit;
}

int main(void)
{
	static void (*const ways[])(void) = {uncommit_map_fixed, uncommit_dontneed, uncommit_munmap, uncommit_mremap};
	uint64_t before, busy, after;
	size_t way;
	int round;

	reserve = OK(mmap(NULL, CHUNK, PROT_NONE, ANON | MAP_NORESERVE, -1, 0));
	for (way = 0; way < sizeof(ways) / sizeof(ways[0]); way++)
		for (round = 0; round < ROUNDS; round++) {
			before = free_memory();
			commit_and_touch(round);
			busy = free_memory();
			ways[way]();
			after = free_memory();
			if (!test_on_isle())
				continue; /* others use and free memory there */
			CHECK_OP(before - busy, >=, CHUNK - (1 << 20));
			CHECK_OP(after - busy, >=, CHUNK - (1 << 20));
		}
	return 0;
}
