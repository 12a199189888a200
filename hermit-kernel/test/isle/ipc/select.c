/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * select and pselect: the three sets, time left, time-outs, bad descriptors, a set of a thousand bits.
 * @cores 2
 */
#include <sys/resource.h>
#include <sys/select.h>
#include "test.h"

static int ends[2];
static volatile int handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *write_later(void *argument TEST_UNUSED)
{
	test_sleep_ms(20);
	CHECK_EQ(write(ends[1], "x", 1), 1);
	return NULL;
}

static fd_set set_of(int fd)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return set;
}

static void check_sets(void)
{
	struct timeval time = {0, 20000}, zero = {0, 0};
	fd_set reads = set_of(ends[0]), writes = set_of(ends[1]), errors = set_of(ends[0]);
	int64_t begin = test_now_ns();
	pthread_t thread;

	CHECK_EQ(select(ends[0] + 1, &reads, NULL, &errors, &time), 0);
	CHECK_OP(test_now_ns() - begin, >=, 20000000);
	CHECK_EQ(FD_ISSET(ends[0], &reads), 0);
	CHECK_EQ(time.tv_usec | time.tv_sec, 0);
	reads = set_of(ends[0]);
	CHECK_EQ(select(ends[1] + 1, &reads, &writes, NULL, &zero), 1);
	CHECK(FD_ISSET(ends[1], &writes) && !FD_ISSET(ends[0], &reads));
	thread = test_thread(write_later, NULL);
	reads = set_of(ends[0]);
	time = (struct timeval){1000, 0};
	CHECK_EQ(select(ends[0] + 1, &reads, NULL, NULL, &time), 1);
	CHECK(FD_ISSET(ends[0], &reads));
	CHECK(time.tv_sec >= 900 && time.tv_sec <= 1000); /* what was left */
	test_join(thread);
	reads = set_of(ends[0]);
	CHECK_EQ(select(ends[0], &reads, NULL, NULL, &zero), 0); /* beyond nfds: not looked at */
}

static void check_errors(void)
{
	struct timeval zero = {0, 0}, bad = {-1, 0};
	int closed = OK(dup(ends[0]));
	fd_set reads = set_of(closed);

	CHECK_EQ(close(closed), 0);
	CHECK_ERRNO(select(closed + 1, &reads, NULL, NULL, &zero), EBADF);
	CHECK_ERRNO(select(-1, NULL, NULL, NULL, &zero), EINVAL);
	CHECK_ERRNO(select(0, NULL, NULL, NULL, &bad), EINVAL);
}

static void check_large(void)
{
	struct timeval zero = {0, 0};
	fd_set reads = set_of(ends[0]);
	struct rlimit limit;

	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_max <= 1023)
		return;
	limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	CHECK_EQ(dup2(ends[0], 1023), 1023);
	FD_SET(1023, &reads);
	CHECK_EQ(select(1024, &reads, NULL, NULL, &zero), 2);
	CHECK(FD_ISSET(1023, &reads) && FD_ISSET(ends[0], &reads));
}

static void check_pselect(void)
{
	sigset_t set = test_sigset(SIGUSR1), empty = test_sigset(0);

	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_ERRNO(pselect(0, NULL, NULL, NULL, NULL, &empty), EINTR);
	CHECK_EQ(handled, 1);
}

int main(void)
{
	CHECK_EQ(pipe(ends), 0);
	check_sets();
	check_errors();
	check_large();
	check_pselect();
	return 0;
}
