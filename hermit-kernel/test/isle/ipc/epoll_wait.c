/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waiting in epoll: time-outs, epoll_pwait with its mask, epoll_pwait2 in nanoseconds, wake-up from another thread, a
 * descriptor added while another thread waits, several waiters.
 * @cores 4
 */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include "test.h"

#define ITEMS 2000

static int epoll, event;
static volatile int handled;
static int taken;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *add_later(void *argument TEST_UNUSED)
{
	struct epoll_event entry = {.events = EPOLLIN, .data.u64 = 5};

	test_sleep_ms(20);
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &entry), 0);
	return NULL;
}

static void *write_later(void *argument TEST_UNUSED)
{
	uint64_t one = 1;

	test_sleep_ms(20);
	CHECK_EQ(write(event, &one, 8), 8);
	return NULL;
}

static void check_timeouts(void)
{
	struct timespec time = {0, 15000000};
	sigset_t set = test_sigset(SIGUSR1), empty = test_sigset(0);
	struct epoll_event out;
	int64_t begin = test_now_ns();
	long result;

	CHECK_EQ(epoll_wait(epoll, &out, 1, 20), 0);
	CHECK_OP(test_now_ns() - begin, >=, 20000000);
	begin = test_now_ns();
	result = syscall(441, epoll, &out, 1, &time, NULL, 0); /* epoll_pwait2 */
	if (result == 0)
		CHECK_OP(test_now_ns() - begin, >=, 15000000);
	else
		CHECK_EQ(errno, ENOSYS);
	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_ERRNO(epoll_pwait(epoll, &out, 1, -1, &empty), EINTR);
	CHECK_EQ(handled, 1);
}

static void check_wakeup(void)
{
	struct epoll_event out;
	pthread_t thread = test_thread(write_later, NULL);

	CHECK_EQ(epoll_wait(epoll, &out, 1, -1), 1);
	CHECK_EQ(out.data.u64, 5);
	test_join(thread);
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_DEL, event, NULL), 0);
	thread = test_thread(add_later, NULL); /* it is readable already */
	CHECK_EQ(epoll_wait(epoll, &out, 1, -1), 1);
	test_join(thread);
}

static void *take(void *argument TEST_UNUSED)
{
	struct epoll_event out;
	uint64_t value;

	while (__atomic_load_n(&taken, __ATOMIC_SEQ_CST) < ITEMS) {
		CHECK_OP(epoll_wait(epoll, &out, 1, 50), >=, 0);
		if (read(event, &value, 8) == 8)
			__atomic_add_fetch(&taken, (int)value, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

/* Several threads wait on one epoll; every item is taken once. */
static void check_many_waiters(void)
{
	uint64_t one = 1;
	pthread_t threads[4];
	int i;

	CHECK_EQ(read(event, &one, 8), 8);
	for (i = 0; i < 4; i++)
		threads[i] = test_thread(take, NULL);
	for (i = 0, one = 1; i < ITEMS; i++)
		CHECK_EQ(write(event, &one, 8), 8);
	for (i = 0; i < 4; i++)
		test_join(threads[i]);
	CHECK_EQ(taken, ITEMS);
}

int main(void)
{
	struct epoll_event entry = {.events = EPOLLIN, .data.u64 = 5};

	epoll = OK(epoll_create1(0));
	event = OK(eventfd(0, EFD_NONBLOCK));
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &entry), 0);
	check_timeouts();
	check_wakeup();
	check_many_waiters();
	return 0;
}
