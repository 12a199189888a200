/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When the isle's memory is used up, the program gets ENOMEM or SIGBUS, nothing hangs, what was written stays intact,
 * and memory that it frees is usable again.
 * @flags -static
 * @only isle
 * @memory 128M
 * @timeout 60
 */
#include <sys/mman.h>
#include "fault.h"

#define CHUNK  (1UL << 20)
#define CHUNKS 1024 /* 1 GiB: far more than there is */
#define ANON   (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

static size_t *chunks[CHUNKS];

/* Fills at most `limit` chunks, until there is no memory; how many were filled completely. */
static int fill(int limit)
{
	int i;

	for (i = 0; i < limit; i++) {
		size_t page;

		chunks[i] = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, ANON, -1, 0);
		if (chunks[i] == MAP_FAILED) {
			CHECK_EQ(errno, ENOMEM);
			return i;
		}
		for (page = 0; page < CHUNK / 8; page += 512) {
			struct fault fault = fault_write(chunks[i] + page);

			if (fault.signal) {
				CHECK_EQ(fault.signal, SIGBUS);
				CHECK_EQ(fault.address, chunks[i] + page);
				CHECK_EQ(munmap(chunks[i], CHUNK), 0);
				return i;
			}
			chunks[i][page] = (size_t)i << 32 | page;
		}
	}
	CHECK_OP(limit, <, CHUNKS);
	return limit;
}

static void check_and_free(int count)
{
	size_t page;
	int i;

	for (i = 0; i < count; i++) {
		for (page = 0; page < CHUNK / 8; page += 512)
			CHECK_EQ(chunks[i][page], (size_t)i << 32 | page);
		CHECK_EQ(munmap(chunks[i], CHUNK), 0);
	}
}

/* All code and stack that is needed when memory has run out is there already. */
static void warm_up(void)
{
	volatile char stack[65536];
	size_t i;

	for (i = 0; i < sizeof(stack); i += 4096)
		stack[i] = 1;
	CHECK_FAULT(fault_read(BAD_POINTER), SIGSEGV, SEGV_MAPERR, BAD_POINTER);
	check_and_free(fill(2));
}

int main(void)
{
	int first, second;

	fault_install();
	warm_up();
	first = fill(CHUNKS);
	CHECK_OP(first, >=, 32);
	check_and_free(first);
	second = fill(CHUNKS);
	CHECK_OP(second, >=, first - 2);
	check_and_free(second);
	return 0;
}
