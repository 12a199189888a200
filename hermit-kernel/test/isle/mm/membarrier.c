/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * membarrier: where it exists, a private expedited barrier makes Dekker's handshake work with a plain store on one
 * side.
 * @cores 2
 */
#include <linux/membarrier.h>
#include "test.h"

#define ROUNDS 5000

static volatile int fast_wants, slow_wants, both;
static pthread_barrier_t step;

/* The frequent side: store, then load, with nothing but the compiler kept from reordering. */
static void *fast_side(void *argument TEST_UNUSED)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		pthread_barrier_wait(&step);
		fast_wants = 1;
		__asm__ volatile("" ::: "memory");
		if (!slow_wants)
			__atomic_add_fetch(&both, 1, __ATOMIC_SEQ_CST);
		pthread_barrier_wait(&step);
	}
	return NULL;
}

int main(void)
{
	long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
	pthread_t thread;
	int i;

	if (commands == -1 && errno == ENOSYS)
		SKIP("the kernel has no membarrier");
	CHECK(commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED);
	CHECK_ERRNO(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0), EPERM);
	CHECK_EQ(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0), 0);
	CHECK_EQ(pthread_barrier_init(&step, NULL, 2), 0);
	thread = test_thread(fast_side, NULL);
	for (i = 0; i < ROUNDS; i++) {
		both = fast_wants = slow_wants = 0;
		pthread_barrier_wait(&step);
		slow_wants = 1;
		CHECK_EQ(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0), 0);
		if (!fast_wants)
			__atomic_add_fetch(&both, 1, __ATOMIC_SEQ_CST);
		pthread_barrier_wait(&step);
		CHECK_OP(both, <, 2);
	}
	test_join(thread);
	CHECK_ERRNO(syscall(SYS_membarrier, 1 << 30, 0, 0), EINVAL);
	return 0;
}
