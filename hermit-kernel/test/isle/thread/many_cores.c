/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One thread bound to each of many CPUs: all run at once on their own CPU, meet at barriers, and each CPU's TLB and
 * clock serve it right.
 * @cores 16
 * @memory 512M
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define ROUNDS 50

static pthread_barrier_t barrier;
static volatile long *page;
static int64_t last_ns;

static void *body(void *argument)
{
	int cpu = (int)(long)argument, round;

	test_bind(cpu);
	for (round = 1; round <= ROUNDS; round++) {
		CHECK_EQ(sched_getcpu(), cpu);
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
			/* A fresh page under the same address, seen by all CPUs after the barrier. */
			CHECK_EQ(mmap((void *)page, 4096, PROT_READ | PROT_WRITE,
					 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
				page);
			page[0] = round;
			last_ns = test_now_ns();
		}
		pthread_barrier_wait(&barrier);
		CHECK_EQ(page[0], round);
		CHECK_OP(test_now_ns(), >=, last_ns);
		__atomic_add_fetch(&page[1], 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

int main(void)
{
	int count = test_cpus(), i;
	pthread_t threads[CPU_SETSIZE];

	if (test_on_isle())
		CHECK_EQ(count, 16);
	page = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK_EQ(pthread_barrier_init(&barrier, NULL, (unsigned)count), 0);
	for (i = 0; i < count; i++)
		threads[i] = test_thread(body, (void *)(long)test_cpu(i));
	for (i = 0; i < count; i++)
		test_join(threads[i]);
	CHECK_EQ(page[1], count);
	return 0;
}
