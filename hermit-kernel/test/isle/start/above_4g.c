/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * With 6 GiB, memory above the hole below 4 GiB is found and used: the program sees it all, and a quarter of a gigabyte
 * works.
 * @cores 2
 * @memory 6G
 */
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include "test.h"

#define SIZE (256UL << 20)

int main(void)
{
	struct sysinfo info;
	uint64_t *words;
	size_t i;

	CHECK_EQ(sysinfo(&info), 0);
	if (test_on_isle())
		CHECK_OP(info.totalram * info.mem_unit, >=, 5700UL << 20);
	words = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
	for (i = 0; i < SIZE / 8; i += 512)
		words[i] = i * 3;
	for (i = 0; i < SIZE / 8; i += 512)
		if (words[i] != i * 3)
			CHECK_EQ(words[i], i * 3);
	return 0;
}
