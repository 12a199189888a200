/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Once mprotect(PROT_READ) has returned, no thread on any core can write the page any more: each runs into SIGSEGV.
 * @cores 4
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define WRITERS 3
#define ROUNDS  40

static volatile long *page;
static int faults, stop;

/* The writer tries again until the page is writable. */
static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	CHECK_EQ(info->si_code, SEGV_ACCERR);
	__atomic_add_fetch(&faults, 1, __ATOMIC_SEQ_CST);
	sched_yield();
}

static void *writer(void *argument)
{
	long index = (long)argument;

	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		page[index * 8]++;
		test_busy();
	}
	return NULL;
}

static void wait_for_progress(void)
{
	long before[WRITERS], i;

	for (i = 0; i < WRITERS; i++)
		before[i] = page[i * 8];
	for (i = 0; i < WRITERS; i++)
		while (page[i * 8] == before[i])
			sched_yield();
}

int main(void)
{
	pthread_t threads[WRITERS];
	int round, spin;
	long i;

	page = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	test_handle(SIGSEGV, handler, 0);
	for (i = 0; i < WRITERS; i++)
		threads[i] = test_thread(writer, (void *)i);
	for (round = 0; round < ROUNDS; round++) {
		long frozen[WRITERS];
		int faults_before;

		wait_for_progress();
		faults_before = __atomic_load_n(&faults, __ATOMIC_SEQ_CST);
		CHECK_EQ(mprotect((void *)page, 4096, PROT_READ), 0);
		for (i = 0; i < WRITERS; i++)
			frozen[i] = page[i * 8];
		while (__atomic_load_n(&faults, __ATOMIC_SEQ_CST) == faults_before)
			sched_yield();
		for (spin = 0; spin < 500; spin++)
			for (i = 0; i < WRITERS; i++)
				if (page[i * 8] != frozen[i])
					CHECK_EQ(page[i * 8], frozen[i]);
		CHECK_EQ(mprotect((void *)page, 4096, PROT_READ | PROT_WRITE), 0);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < WRITERS; i++)
		test_join(threads[i]);
	return 0;
}
