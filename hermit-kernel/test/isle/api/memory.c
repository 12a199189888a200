/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/memory.h: pages of the size that was asked for, present and zeroed, contiguous if wanted, given back whole;
 * what cannot be had is refused.
 * @only isle
 * @memory 512M
 */
#include <hermit/hermit.h>
#include <sys/mman.h>
#include "test.h"

#define SMALL 4096UL
#define HUGE  (2UL << 20)

static uint64_t free_memory(void)
{
	struct hermit_memory_info info = {.size = sizeof(info)};

	CHECK_EQ(hermit_memory_info(HERMIT_NODE_ANY, &info), 0);
	CHECK_OP(info.free_1g, <=, info.free_2m);
	CHECK_OP(info.free_2m, <=, info.free);
	CHECK_OP(info.free, <, info.total);
	return info.free;
}

static uint64_t page_faults(void)
{
	struct hermit_counters counters = {.size = sizeof(counters)};
	uint64_t faults = 0;
	int core;

	for (core = 0; core < hermit_core_count(); core++) {
		CHECK_EQ(hermit_counters(core, &counters), 0);
		faults += counters.page_faults;
	}
	return faults;
}

static void check_contents(char *memory, uint64_t size)
{
	uint64_t i, faults = page_faults();

	for (i = 0; i < size; i += 512) {
		if (memory[i] != 0)
			CHECK_EQ(memory[i], 0);
		memory[i] = (char)(i >> 9) | 1;
	}
	CHECK_EQ(page_faults(), faults);
	for (i = 0; i < size; i += 512)
		if (memory[i] != ((char)(i >> 9) | 1))
			CHECK_EQ(memory[i], (char)(i >> 9) | 1);
}

static void check_pages(const char *memory, uint64_t size, uint64_t page, bool contiguous)
{
	uint64_t i;

	for (i = 0; i < size; i += SMALL) {
		int64_t physical = hermit_memory_physical(memory + i + 5);

		CHECK_OP(physical, >, 0);
		CHECK_EQ(physical % page, i % page + 5);
		if (contiguous)
			CHECK_EQ(physical - 5 - (int64_t)i, hermit_memory_physical(memory));
	}
}

static void check_allocation(uint64_t size, uint64_t page, uint32_t flags)
{
	uint64_t before, whole = (size + page - 1) / page * page;
	int64_t address;
	char *memory;
	int round;

	for (round = 0; round < 3; round++) {
		before = free_memory();
		address = hermit_memory_allocate(size, page, round ? 0 : HERMIT_NODE_ANY, flags);
		CHECK_OP(address, >, 0);
		CHECK_EQ((uint64_t)address % page, 0);
		CHECK_OP(before - free_memory(), >=, whole);
		memory = (char *)address;
		check_contents(memory, whole);
		check_pages(memory, whole, page, flags & HERMIT_MEMORY_CONTIGUOUS);
		CHECK_EQ(hermit_memory_free(memory + page, size), -EINVAL);
		CHECK_EQ(hermit_memory_free(memory, size + page), -EINVAL);
		CHECK_EQ(hermit_memory_free(memory, 0), -EINVAL);
		CHECK_EQ(hermit_memory_free(memory, size), 0);
		CHECK_EQ(hermit_memory_free(memory, size), -EINVAL);
		CHECK_EQ(hermit_memory_physical(memory), -ENOMEM);
		CHECK_OP(free_memory() + (64UL << 10), >=, before); /* page tables stay */
	}
}

/* Two at once are two, although they lie side by side. */
static void check_neighbours(void)
{
	char *a = (char *)hermit_memory_allocate(HUGE, HUGE, HERMIT_NODE_ANY, 0);
	char *b = (char *)hermit_memory_allocate(HUGE, HUGE, HERMIT_NODE_ANY, 0);

	CHECK_EQ(madvise(a, HUGE, MADV_DONTNEED), -1);
	CHECK_ERRNO(munmap(a + SMALL, SMALL), EINVAL);
	CHECK_ERRNO(mprotect(a, SMALL, PROT_READ), EINVAL);
	CHECK_EQ(mprotect(a, HUGE, PROT_READ), 0);
	CHECK_EQ(mprotect(a, HUGE, PROT_READ | PROT_WRITE), 0);
	memset(a, 1, HUGE);
	memset(b, 2, HUGE);
	CHECK_EQ(hermit_memory_free(a, HUGE), 0);
	CHECK_EQ(b[0] + b[HUGE - 1], 4);
	CHECK_EQ(munmap(b, HUGE), 0);
	CHECK_EQ(hermit_memory_free(b, HUGE), -EINVAL);
}

static void check_errors(void)
{
	struct hermit_memory_info info = {.size = sizeof(info)};
	uint64_t before = free_memory();
	char on_stack;

	CHECK_EQ(hermit_memory_allocate(0, SMALL, HERMIT_NODE_ANY, 0), -EINVAL);
	CHECK_EQ(hermit_memory_allocate(1, 8192, HERMIT_NODE_ANY, 0), -EINVAL);
	CHECK_EQ(hermit_memory_allocate(1, SMALL, 1, 0), -EINVAL);
	CHECK_EQ(hermit_memory_allocate(1, SMALL, -2, 0), -EINVAL);
	CHECK_EQ(hermit_memory_allocate(1, SMALL, HERMIT_NODE_ANY, 2), -EINVAL);
	CHECK_EQ(hermit_memory_allocate(UINT64_MAX, SMALL, HERMIT_NODE_ANY, 0), -ENOMEM);
	CHECK_EQ(hermit_memory_allocate(1UL << 40, HUGE, HERMIT_NODE_ANY, 0), -ENOMEM);
	CHECK_EQ(hermit_memory_allocate(500UL << 20, HUGE, HERMIT_NODE_ANY, HERMIT_MEMORY_CONTIGUOUS), -ENOMEM);
	CHECK_EQ(hermit_memory_allocate(1, 1UL << 30, HERMIT_NODE_ANY, 0), -ENOMEM);
	CHECK_EQ(hermit_memory_free(&on_stack, 1), -EINVAL);
	CHECK_EQ(hermit_memory_free((void *)-4096UL, SMALL), -EINVAL);
	CHECK_OP(hermit_memory_physical(&on_stack), >, 0);
	CHECK_EQ(hermit_memory_physical(BAD_POINTER), -ENOMEM);
	CHECK_EQ(hermit_memory_physical((void *)-4096UL), -ENOMEM);
	CHECK_EQ(hermit_memory_info(1, &info), -EINVAL);
	CHECK_EQ(hermit_memory_info(0, BAD_POINTER), -EFAULT);
	CHECK_OP(free_memory() + (64UL << 10), >=, before);
}

int main(void)
{
	check_allocation(1, SMALL, 0);
	check_allocation(100 * SMALL + 1, SMALL, 0);
	check_allocation(100 * SMALL, SMALL, HERMIT_MEMORY_CONTIGUOUS);
	check_allocation(3 * HUGE - 7, HUGE, 0);
	check_allocation(5 * HUGE, HUGE, HERMIT_MEMORY_CONTIGUOUS);
	check_neighbours();
	check_errors();
	return 0;
}
