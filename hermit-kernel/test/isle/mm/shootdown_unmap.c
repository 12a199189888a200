/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages replaced by MAP_FIXED, dropped by MADV_DONTNEED or moved by mremap are no longer reached through old
 * translations of any core: what other threads write goes into the new pages only.
 * @cores 4
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define WRITERS 3
#define ROUNDS  30
#define RW      (PROT_READ | PROT_WRITE)
#define ANON    (MAP_PRIVATE | MAP_ANONYMOUS)

static volatile long *page;
static int stop;

static void *writer(void *argument)
{
	long index = (long)argument;

	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		page[index * 8] = page[index * 8] + 1;
		test_busy();
	}
	return NULL;
}

/* All writers write into what is mapped at `page` now. */
static void wait_for_writers(void)
{
	long before[WRITERS], i;

	for (i = 0; i < WRITERS; i++)
		before[i] = page[i * 8];
	for (i = 0; i < WRITERS; i++)
		while (page[i * 8] == before[i])
			sched_yield();
}

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	sched_yield(); /* between the move away and the new mapping */
}

/* Moves the page away; the old one must not change any more. */
static void replace_by_mremap(void)
{
	char *away = OK(mmap(NULL, 4096, PROT_NONE, ANON, -1, 0));
	long copy[WRITERS];
	volatile long *old;
	int i, spin;

	CHECK_EQ(mremap((void *)page, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, away), away);
	old = (long *)away;
	for (i = 0; i < WRITERS; i++)
		copy[i] = old[i * 8];
	CHECK_EQ(mmap((void *)page, 4096, RW, ANON | MAP_FIXED, -1, 0), page);
	wait_for_writers();
	for (spin = 0; spin < 100; spin++)
		for (i = 0; i < WRITERS; i++)
			CHECK_EQ(old[i * 8], copy[i]);
	CHECK_EQ(munmap(away, 4096), 0);
}

/* Other memory that is likely to get the freed page must stay as it is. */
static void replace_and_reuse(int round)
{
	volatile long *fresh = OK(mmap(NULL, 16 * 4096, RW, ANON, -1, 0));
	int i;

	if (round % 2)
		CHECK_EQ(mmap((void *)page, 4096, RW, ANON | MAP_FIXED, -1, 0), page);
	else
		CHECK_EQ(madvise((void *)page, 4096, MADV_DONTNEED), 0);
	for (i = 0; i < 16; i++)
		fresh[i * 512] = -1;
	wait_for_writers();
	for (i = 0; i < 16 * 512; i++)
		CHECK_EQ(fresh[i], i % 512 ? 0 : -1);
	CHECK_EQ(munmap((void *)fresh, 16 * 4096), 0);
}

int main(void)
{
	pthread_t threads[WRITERS];
	int round;
	long i;

	page = OK(mmap(NULL, 4096, RW, ANON, -1, 0));
	test_handle(SIGSEGV, handler, 0);
	for (i = 0; i < WRITERS; i++)
		threads[i] = test_thread(writer, (void *)i);
	for (round = 0; round < ROUNDS; round++) {
		wait_for_writers();
		if (round % 3 == 0)
			replace_by_mremap();
		else
			replace_and_reuse(round);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < WRITERS; i++)
		test_join(threads[i]);
	return 0;
}
