/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A collector's heap at work: threads use their own regions of one reserve while another thread commits and uncommits
 * the regions between them all the time; nobody's bytes change.
 * @cores 4
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define THREADS 4
#define REGION  (256UL << 10)
#define ROUNDS  15
#define ANON    (MAP_PRIVATE | MAP_ANONYMOUS)

static char *heap;
static int stop;

/* Region 2 * i belongs to thread i; the odd ones come and go. */
static void *mutate(void *argument)
{
	uint64_t *words = (uint64_t *)(heap + 2 * (uint64_t)argument * REGION), round = 1, i;

	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		for (i = 0; i < REGION / 8; i += 61)
			words[i] = round * 1000003 + i;
		for (i = 0; i < REGION / 8; i += 61)
			if (words[i] != round * 1000003 + i)
				CHECK_EQ(words[i], round * 1000003 + i);
		round++;
		test_busy();
	}
	return (void *)round;
}

static void commit_use_uncommit(int round)
{
	int i;

	for (i = 0; i < THREADS; i++) {
		char *region = heap + (2 * i + 1) * REGION;
		size_t j;

		CHECK_EQ(mmap(region, REGION, PROT_READ | PROT_WRITE, ANON | MAP_FIXED, -1, 0), region);
		for (j = 0; j < REGION; j += 4096) {
			if (region[j] != 0)
				CHECK_EQ(region[j], 0);
			region[j] = (char)round | 1;
		}
	}
	for (i = 0; i < THREADS; i++) {
		char *region = heap + (2 * i + 1) * REGION;

		CHECK_EQ(mmap(region, REGION, PROT_NONE, ANON | MAP_FIXED | MAP_NORESERVE, -1, 0), region);
	}
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	heap = OK(mmap(NULL, 2 * THREADS * REGION, PROT_NONE, ANON | MAP_NORESERVE, -1, 0));
	for (i = 0; i < THREADS; i++) {
		OK(mmap(heap + 2 * i * REGION, REGION, PROT_READ | PROT_WRITE, ANON | MAP_FIXED, -1, 0));
		threads[i] = test_thread(mutate, (void *)i);
	}
	for (i = 0; i < ROUNDS; i++)
		commit_use_uncommit((int)i);
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < THREADS; i++)
		CHECK_OP(test_join(threads[i]), >, 1);
	return 0;
}
