/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread-local storage: initialised, zeroed and aligned variables per thread; keys with destructors; FS base readable.
 */
#include <asm/prctl.h>
#include "test.h"

static __thread int initialised = 4711;
static __thread char zeroed[5000];
static __thread int aligned __attribute__((aligned(1024))) = 3;
static pthread_key_t key;
static int destroyed;

static void destroy(void *value)
{
	CHECK_EQ(value, pthread_self());
	__atomic_add_fetch(&destroyed, 1, __ATOMIC_SEQ_CST);
}

static void check(void)
{
	unsigned long base, self;
	size_t i;

	CHECK_EQ(initialised, 4711);
	CHECK_EQ(aligned, 3);
	CHECK_EQ((uintptr_t)&aligned % 1024, 0);
	for (i = 0; i < sizeof(zeroed); i++)
		CHECK_EQ(zeroed[i], 0);
	initialised = aligned = 1;
	memset(zeroed, 1, sizeof(zeroed));
	CHECK_EQ(syscall(SYS_arch_prctl, ARCH_GET_FS, &base), 0);
	__asm__("mov %%fs:0, %0" : "=r"(self));
	CHECK_EQ(base, self); /* the thread control block begins with its own address */
	CHECK_EQ(base, pthread_self());
}

static void *body(void *argument TEST_UNUSED)
{
	check();
	CHECK_EQ(pthread_setspecific(key, (void *)pthread_self()), 0);
	return NULL;
}

int main(void)
{
	pthread_t threads[20];
	int round, i;

	CHECK_EQ(pthread_key_create(&key, destroy), 0);
	check();
	for (round = 0; round < 5; round++) {
		for (i = 0; i < 20; i++)
			threads[i] = test_thread(body, NULL);
		for (i = 0; i < 20; i++)
			test_join(threads[i]);
	}
	CHECK_EQ(destroyed, 100);
	CHECK_ERRNO(syscall(SYS_arch_prctl, 0x9999, 0), EINVAL);
	return 0;
}
