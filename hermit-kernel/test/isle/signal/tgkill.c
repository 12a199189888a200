/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tgkill reaches exactly the thread it names: one that runs, one that sleeps in a system call, one that has it blocked.
 * @cores 2
 */
#include "test.h"

static volatile pid_t handled_by, sender;
static volatile int handled, stop, ready;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	handled_by = test_gettid();
	sender = info->si_pid;
	CHECK_EQ(info->si_code, SI_TKILL);
	__atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST);
}

static void *runner(void *argument)
{
	*(volatile pid_t *)argument = test_gettid();
	ready = 1;
	while (!stop)
		;
	return NULL;
}

static void *sleeper(void *argument)
{
	struct timespec second = {1, 0};

	*(volatile pid_t *)argument = test_gettid();
	ready = 1;
	while (!stop)
		nanosleep(&second, NULL);
	return NULL;
}

static void *blocker(void *argument)
{
	sigset_t set = test_sigset(SIGUSR1), pending;

	CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
	*(volatile pid_t *)argument = test_gettid();
	ready = 1;
	do
		CHECK_EQ(sigpending(&pending), 0);
	while (!sigismember(&pending, SIGUSR1));
	CHECK_EQ(handled, 0);
	CHECK_EQ(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
	CHECK_OP(handled, >=, 1); /* two, if the signal that ends the test was quick */
	return NULL;
}

static void check_thread(void *(*body)(void *))
{
	pid_t id;
	pthread_t thread;

	handled = ready = stop = 0;
	thread = test_thread(body, &id);
	while (!ready)
		sched_yield();
	CHECK_EQ(syscall(SYS_tgkill, getpid(), id, SIGUSR1), 0);
	while (!__atomic_load_n(&handled, __ATOMIC_SEQ_CST))
		sched_yield();
	CHECK_EQ(handled_by, id);
	CHECK_EQ(sender, getpid());
	stop = 1;
	syscall(SYS_tgkill, getpid(), id, SIGUSR1); /* shortens the sleep; the thread may have ended already */
	test_join(thread);
}

int main(void)
{
	test_handle(SIGUSR1, handler, 0);
	check_thread(runner);
	check_thread(sleeper);
	check_thread(blocker);
	CHECK_EQ(syscall(SYS_tgkill, getpid(), test_gettid(), 0), 0);
	CHECK_ERRNO(syscall(SYS_tgkill, getpid(), 4000000, SIGUSR1), ESRCH);
	CHECK_ERRNO(syscall(SYS_tgkill, getpid() + 1, test_gettid(), SIGUSR1), ESRCH);
	CHECK_ERRNO(syscall(SYS_tgkill, -1, test_gettid(), SIGUSR1), EINVAL);
	CHECK_ERRNO(syscall(SYS_tgkill, getpid(), 0, SIGUSR1), EINVAL);
	CHECK_ERRNO(syscall(SYS_tgkill, getpid(), test_gettid(), 65), EINVAL);
	CHECK_ERRNO(kill(getpid(), 65), EINVAL);
	CHECK_EQ(kill(getpid(), 0), 0);
	CHECK_ERRNO(kill(4000000, 0), ESRCH);
	return 0;
}
