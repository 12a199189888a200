/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A shared futex is the memory, not the address: a wake through another mapping of the same page finds the waiter; a
 * private futex is the address.
 * @cores 2
 */
#include <sys/mman.h>
#include "../futex.h"

static int returned;

/* Waits in one view, wakes through the other until it is found. */
static void check_views(uint32_t *one, uint32_t *other)
{
	struct futex_waiter waiter = {one, FUTEX_WAIT, 0, &returned, 0};
	long woken;

	returned = 0;
	futex_waiter_start(&waiter);
	while ((woken = OK(futex(other, FUTEX_WAKE, 1, NULL, NULL, 0))) == 0)
		test_sleep_ms(1);
	CHECK_EQ(woken, 1);
	test_join(waiter.thread);
	CHECK_EQ(returned, 1);
}

int main(void)
{
	int fd = OK(memfd_create("futex", MFD_CLOEXEC));
	uint32_t *a, *b, *anonymous;
	uint32_t local = 0;

	CHECK_EQ(ftruncate(fd, 8192), 0);
	a = OK(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	b = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096));
	check_views(a + 1024 + 5, b + 5);
	check_views(b + 7, a + 1024 + 7);
	anonymous = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	check_views(anonymous, anonymous);
	check_views(&local, &local); /* without the private flag on private memory */
	return 0;
}
