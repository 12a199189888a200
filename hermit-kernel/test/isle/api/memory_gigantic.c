/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages of 1 GiB: mapped by one entry, given back as one block.
 * @only isle
 * @memory 4G
 * @timeout 60
 */
#include <hermit/hermit.h>
#include <sys/mman.h>
#include "test.h"

#define GIGANTIC (1UL << 30)

static uint64_t free_blocks(void)
{
	struct hermit_memory_info info = {.size = sizeof(info)};

	CHECK_EQ(hermit_memory_info(0, &info), 0);
	return info.free_1g;
}

int main(void)
{
	uint64_t i, before = free_blocks();
	volatile char *memory;
	int64_t address = hermit_memory_allocate(1, GIGANTIC, HERMIT_NODE_ANY, 0);

	if (address == -EOPNOTSUPP)
		SKIP("the processor has no pages of 1 GiB");
	CHECK_OP(address, >, 0);
	memory = (char *)address;
	CHECK_EQ(before - free_blocks(), GIGANTIC);
	CHECK_EQ(hermit_memory_physical((void *)memory) % (int64_t)GIGANTIC, 0);
	CHECK_EQ(hermit_memory_physical((void *)(memory + 123456789)),
		hermit_memory_physical((void *)memory) + 123456789);
	for (i = 0; i < GIGANTIC; i += 1 << 20) {
		CHECK_EQ(memory[i], 0);
		memory[i] = 1;
	}
	CHECK_ERRNO(munmap((void *)memory, 2UL << 20), EINVAL);
	CHECK_ERRNO(mprotect((void *)memory, 2UL << 20, PROT_READ), EINVAL);
	CHECK_EQ(mprotect((void *)memory, GIGANTIC, PROT_READ), 0);
	CHECK_EQ(memory[GIGANTIC - (1 << 20)], 1);
	CHECK_EQ(hermit_memory_free((void *)memory, 1), 0);
	CHECK_EQ(free_blocks(), before);
	return 0;
}
