/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HotSpot's safepoint: all threads read a polling page, the page is protected, every thread lands in the SIGSEGV
 * handler with SEGV_ACCERR at exactly that address and waits; unprotected again, all go on.
 * @cores 4
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define THREADS 6
#define ROUNDS  25

static volatile char *page;
static int stopped, stop;
static volatile int armed;
static volatile long counters[THREADS];

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	CHECK_EQ(info->si_code, SEGV_ACCERR);
	CHECK_EQ(info->si_addr, page + 128);
	__atomic_add_fetch(&stopped, 1, __ATOMIC_SEQ_CST);
	while (armed)
		sched_yield();
	__atomic_sub_fetch(&stopped, 1, __ATOMIC_SEQ_CST);
}

static void *body(void *argument)
{
	long index = (long)argument;

	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		counters[index]++;
		(void)page[128];
		test_busy();
	}
	return NULL;
}

static void safepoint(void)
{
	long before[THREADS];
	int i, spin;

	armed = 1;
	CHECK_EQ(mprotect((void *)page, 4096, PROT_NONE), 0);
	while (__atomic_load_n(&stopped, __ATOMIC_SEQ_CST) < THREADS)
		sched_yield();
	for (i = 0; i < THREADS; i++)
		before[i] = counters[i];
	for (spin = 0; spin < 100; spin++)
		for (i = 0; i < THREADS; i++)
			CHECK_EQ(counters[i], before[i]);
	CHECK_EQ(mprotect((void *)page, 4096, PROT_READ), 0);
	armed = 0;
	for (i = 0; i < THREADS; i++)
		while (counters[i] == before[i])
			sched_yield();
	while (__atomic_load_n(&stopped, __ATOMIC_SEQ_CST) > 0)
		sched_yield();
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	page = OK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	test_handle(SIGSEGV, handler, SA_NODEFER);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < ROUNDS; i++)
		safepoint();
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
