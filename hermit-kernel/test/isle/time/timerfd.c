/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * timerfd: one shot and periodic, relative and absolute, expiry counts, remaining time, poll, non-blocking, disarming.
 */
#include <poll.h>
#include <sys/timerfd.h>
#include "test.h"

#define MS 1000000L

static int fd;

static void set(int flags, long first_ns, long interval_ns)
{
	struct itimerspec spec = {test_timespec(interval_ns), test_timespec(first_ns)};

	CHECK_EQ(timerfd_settime(fd, flags, &spec, NULL), 0);
}

static uint64_t expirations(void)
{
	uint64_t count;

	CHECK_EQ(read(fd, &count, 8), 8);
	return count;
}

static void check_one_shot(void)
{
	struct pollfd entry = {.fd = fd, .events = POLLIN};
	int64_t begin = test_now_ns();
	struct itimerspec now;

	set(0, 30 * MS, 0);
	CHECK_EQ(timerfd_gettime(fd, &now), 0);
	CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_nsec <= 30 * MS);
	CHECK_EQ(poll(&entry, 1, -1), 1);
	CHECK_OP(test_now_ns() - begin, >=, 30 * MS);
	CHECK_EQ(expirations(), 1);
	CHECK_EQ(timerfd_gettime(fd, &now), 0);
	CHECK_EQ(now.it_value.tv_nsec | now.it_value.tv_sec, 0);
	CHECK_EQ(poll(&entry, 1, 0), 0);

	set(TFD_TIMER_ABSTIME, test_now_ns() + 20 * MS, 0);
	CHECK_EQ(expirations(), 1);
	set(TFD_TIMER_ABSTIME, 1, 0); /* long past */
	CHECK_EQ(expirations(), 1);
}

static void check_periodic(void)
{
	int64_t begin = test_now_ns();
	uint64_t total = 0, late;
	struct itimerspec old;

	set(0, 5 * MS, 10 * MS);
	while (total < 8)
		total += expirations();
	CHECK_OP(test_now_ns() - begin, >=, (5 + 7 * 10) * MS);
	test_sleep_ms(55);
	late = expirations();
	CHECK_OP(late, >=, 5);
	CHECK_OP(late, <=, (test_now_ns() - begin) / (10 * MS) + 1);
	CHECK_EQ(timerfd_settime(fd, 0, &(struct itimerspec){0}, &old), 0);
	CHECK_EQ(old.it_interval.tv_nsec, 10 * MS);
}

static void check_nonblocking(void)
{
	uint64_t count;
	int quick = OK(timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
	struct itimerspec spec = {.it_value = test_timespec(10 * MS)};

	CHECK_ERRNO(read(quick, &count, 8), EAGAIN);
	CHECK_EQ(timerfd_settime(quick, 0, &spec, NULL), 0);
	while (read(quick, &count, 8) != 8) {
		CHECK_EQ(errno, EAGAIN);
		sched_yield();
	}
	CHECK_EQ(count, 1);
	CHECK_ERRNO(read(quick, &count, 7), EINVAL);
	close(quick);
}

static void check_errors(void)
{
	struct itimerspec bad = {.it_value = {0, 1000000000}};

	CHECK_ERRNO(timerfd_settime(fd, 0, &bad, NULL), EINVAL);
	CHECK_ERRNO(timerfd_settime(fd, 0x80, &(struct itimerspec){0}, NULL), EINVAL);
	CHECK_ERRNO(timerfd_create(77, 0), EINVAL);
	CHECK_ERRNO(timerfd_create(CLOCK_MONOTONIC, 0x4000), EINVAL);
	CHECK_ERRNO(timerfd_settime(0, 0, &(struct itimerspec){0}, NULL), EINVAL);
	CHECK_ERRNO(timerfd_gettime(999, &bad), EBADF);
}

int main(void)
{
	fd = OK(timerfd_create(CLOCK_MONOTONIC, 0));
	check_one_shot();
	check_periodic();
	check_nonblocking();
	check_errors();
	return 0;
}
