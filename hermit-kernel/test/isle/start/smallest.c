/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program runs with 128 MiB and one core, and may use most of that memory.
 * @cores 1
 * @memory 128M
 */
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include "test.h"

#define SIZE (64UL << 20)

int main(void)
{
	struct sysinfo info;
	char *memory;
	size_t i;

	CHECK_EQ(sysinfo(&info), 0);
	if (test_on_isle()) {
		CHECK_OP(info.totalram * info.mem_unit, <=, 128UL << 20);
		CHECK_OP(info.totalram * info.mem_unit, >=, 96UL << 20);
		CHECK_EQ(test_cpus(), 1);
	}
	memory = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	for (i = 0; i < SIZE; i += 4096)
		memory[i] = (char)(i >> 12);
	for (i = 0; i < SIZE; i += 4096)
		CHECK_EQ(memory[i], (char)(i >> 12));
	return 0;
}
