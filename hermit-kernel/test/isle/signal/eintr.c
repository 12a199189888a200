/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every blocking call ends with EINTR when a handler without SA_RESTART has run; these end so even with SA_RESTART:
 * poll, select, epoll_wait, nanosleep, sigsuspend, sigtimedwait, futex with time-out.
 * @cores 2
 */
#include <linux/futex.h>
#include <poll.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include "test.h"

static int pipe_ends[2], full_pipe[2], sockets[2], event, epoll, timer;
static volatile int blocked_in_call;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
}

static long call_read(void)
{
	char byte;

	return read(pipe_ends[0], &byte, 1);
}

static long call_write(void)
{
	static char bytes[1 << 17];

	return write(full_pipe[1], bytes, sizeof(bytes));
}

static long call_recv(void)
{
	char byte;

	return recv(sockets[0], &byte, 1, 0);
}

static long call_eventfd(void)
{
	uint64_t value;

	return read(event, &value, 8);
}

static long call_timerfd(void)
{
	uint64_t value;

	return read(timer, &value, 8);
}

static long call_poll(void)
{
	struct pollfd entry = {.fd = pipe_ends[0], .events = POLLIN};

	return poll(&entry, 1, 100000);
}

static long call_ppoll(void)
{
	return ppoll(NULL, 0, NULL, NULL);
}

static long call_select(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(pipe_ends[0], &set);
	return select(pipe_ends[0] + 1, &set, NULL, NULL, NULL);
}

static long call_epoll(void)
{
	struct epoll_event out;

	return epoll_wait(epoll, &out, 1, -1);
}

static long call_nanosleep(void)
{
	struct timespec time = {100, 0};

	return nanosleep(&time, NULL);
}

static long call_clock_nanosleep(void)
{
	struct timespec time = test_timespec(test_now_ns() + 100000000000);

	errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
	return -1;
}

static long call_futex(void)
{
	static uint32_t word;

	return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

static long call_futex_timeout(void)
{
	static uint32_t word;
	struct timespec time = {100, 0};

	return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &time, NULL, 0);
}

static long call_sem_wait(void)
{
	static sem_t semaphore;

	return sem_wait(&semaphore);
}

static long call_sigtimedwait(void)
{
	sigset_t set = test_sigset(SIGUSR2);
	struct timespec time = {100, 0};

	return sigtimedwait(&set, NULL, &time);
}

static long call_pause(void)
{
	return pause();
}

struct blocking_call {
	const char *name;
	long (*call)(void);
	bool restarts; /* with SA_RESTART */
};

static const struct blocking_call calls[] = {
	{"read from a pipe", call_read, true},
	{"write to a full pipe", call_write, true},
	{"recv", call_recv, true},
	{"read an eventfd", call_eventfd, true},
	{"read a timerfd", call_timerfd, true},
	{"poll", call_poll, false},
	{"ppoll", call_ppoll, false},
	{"select", call_select, false},
	{"epoll_wait", call_epoll, false},
	{"nanosleep", call_nanosleep, false},
	{"clock_nanosleep", call_clock_nanosleep, false},
	{"futex", call_futex, true},
	{"futex with time-out", call_futex_timeout, false},
	{"sem_wait", call_sem_wait, true},
	{"sigtimedwait", call_sigtimedwait, false},
	{"pause", call_pause, false},
};

static void *body(void *argument)
{
	const struct blocking_call *blocking = argument;
	long result;

	blocked_in_call = 1;
	errno = 0;
	result = blocking->call();
	if (result != -1 || errno != EINTR)
		test_fail(__FILE__, __LINE__, errno, "%s returned %ld instead of EINTR", blocking->name, result);
	blocked_in_call = 0;
	return NULL;
}

/* Signals the thread until its call has ended: a signal may come before the call blocks. */
static void interrupt(const struct blocking_call *blocking, int flags)
{
	pthread_t thread;

	test_handle(SIGUSR1, handler, flags);
	blocked_in_call = 0;
	thread = test_thread(body, (void *)blocking);
	while (!blocked_in_call)
		sched_yield();
	while (blocked_in_call) {
		test_sleep_ms(3);
		pthread_kill(thread, SIGUSR1);
	}
	test_join(thread);
}

int main(void)
{
	static char filler[1 << 16];
	size_t i;

	CHECK_EQ(pipe(pipe_ends), 0);
	CHECK_EQ(pipe(full_pipe), 0);
	CHECK_EQ(fcntl(full_pipe[1], F_SETFL, O_NONBLOCK), 0);
	while (write(full_pipe[1], filler, sizeof(filler)) > 0)
		;
	CHECK_EQ(fcntl(full_pipe[1], F_SETFL, 0), 0);
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	event = OK(eventfd(0, 0));
	epoll = OK(epoll_create1(0));
	timer = OK(timerfd_create(CLOCK_MONOTONIC, 0));
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		interrupt(&calls[i], 0);
		if (!calls[i].restarts)
			interrupt(&calls[i], SA_RESTART);
	}
	return 0;
}
