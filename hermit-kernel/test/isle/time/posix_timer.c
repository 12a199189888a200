/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * POSIX timers: signal to the process or to one thread, value passed on, overruns counted, remaining time, deletion.
 * @cores 2
 */
#include "test.h"

#define MS 1000000L
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile int handled, value, overruns, code;
static volatile pid_t handled_by;
static timer_t timer;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	value = info->si_value.sival_int;
	code = info->si_code;
	handled_by = test_gettid();
	overruns += info->si_overrun;
	handled++;
}

static void arm(long first_ns, long interval_ns, int flags)
{
	struct itimerspec spec = {test_timespec(interval_ns), test_timespec(first_ns)};

	handled = 0;
	CHECK_EQ(timer_settime(timer, flags, &spec, NULL), 0);
}

static void check_signal(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 4321};
	struct itimerspec now;
	int64_t begin;

	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	begin = test_now_ns();
	arm(20 * MS, 0, 0);
	CHECK_EQ(timer_gettime(timer, &now), 0);
	CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_nsec <= 20 * MS);
	while (!handled)
		pause();
	CHECK_OP(test_now_ns() - begin, >=, 20 * MS);
	CHECK_EQ(value, 4321);
	CHECK_EQ(code, SI_TIMER);
	arm(test_now_ns() + 10 * MS, 0, TIMER_ABSTIME);
	while (!handled)
		sched_yield();
	arm(MS, 5 * MS, 0);
	while (handled < 5)
		pause();
	CHECK_EQ(timer_delete(timer), 0);
	CHECK_ERRNO(timer_gettime(timer, &now), EINVAL);
}

/* While the signal is blocked, expiries are counted, not queued. */
static void check_overrun(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
	sigset_t set = test_sigset(SIGUSR1);

	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
	arm(5 * MS, 5 * MS, 0);
	test_sleep_ms(60);
	overruns = 0;
	CHECK_EQ(timer_settime(timer, 0, &(struct itimerspec){.it_value = {1000, 0}}, NULL), 0);
	CHECK_EQ(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
	CHECK_OP(handled, <=, 1);
	CHECK_EQ(timer_delete(timer), 0);

	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
	arm(5 * MS, 5 * MS, 0);
	test_sleep_ms(60);
	overruns = 0;
	CHECK_EQ(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
	CHECK_OP(handled, >=, 1);
	CHECK_OP(overruns, >=, 5);
	CHECK_EQ(timer_delete(timer), 0);
}

static void *own_thread(void *argument TEST_UNUSED)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 9};

	event.sigev_notify_thread_id = test_gettid();
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	arm(10 * MS, 0, 0);
	while (!handled)
		sched_yield();
	CHECK_EQ(handled_by, test_gettid());
	CHECK_EQ(timer_delete(timer), 0);
	return NULL;
}

static void check_errors(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99};

	CHECK_ERRNO(timer_create(CLOCK_MONOTONIC, &event, &timer), EINVAL);
	CHECK_ERRNO(timer_create(77, NULL, &timer), EINVAL);
	event.sigev_notify = SIGEV_NONE;
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	CHECK_ERRNO(timer_settime(timer, 0, &(struct itimerspec){.it_value = {0, -1}}, NULL), EINVAL);
	CHECK_EQ(timer_getoverrun(timer), 0);
	CHECK_EQ(timer_delete(timer), 0);
	CHECK_ERRNO(timer_delete(timer), EINVAL);
}

int main(void)
{
	test_handle(SIGUSR1, handler, 0);
	check_signal();
	check_overrun();
	test_join(test_thread(own_thread, NULL));
	check_errors();
	return 0;
}
