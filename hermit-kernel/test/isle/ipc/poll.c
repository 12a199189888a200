/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * poll and ppoll: readiness of pipes, sockets and files, hang-up, invalid and negative descriptors, time-outs, ppoll's
 * mask.
 * @cores 2
 */
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include "test.h"

static int ends[2], sockets[2];
static volatile int handled;

static short events_of(int fd, short events)
{
	struct pollfd entry = {.fd = fd, .events = events};
	int n = OK(poll(&entry, 1, 0));

	CHECK_EQ(n, entry.revents != 0);
	return entry.revents;
}

static void check_readiness(void)
{
	int file = OK(open("/proc/self/exe", O_RDONLY));
	char byte;

	CHECK_EQ(events_of(ends[0], POLLIN), 0);
	CHECK_EQ(events_of(ends[1], POLLIN | POLLOUT), POLLOUT);
	CHECK_EQ(write(ends[1], "x", 1), 1);
	CHECK_EQ(events_of(ends[0], POLLIN | POLLRDNORM), POLLIN | POLLRDNORM);
	CHECK_EQ(events_of(ends[0], 0), 0);
	CHECK_EQ(read(ends[0], &byte, 1), 1);
	CHECK_EQ(events_of(file, POLLIN | POLLOUT), POLLIN | POLLOUT);
	CHECK_EQ(events_of(sockets[0], POLLIN | POLLOUT), POLLOUT);
	CHECK_EQ(events_of(999, POLLIN), POLLNVAL);
	CHECK_EQ(events_of(-5, POLLIN), 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(events_of(ends[0], POLLIN), POLLHUP);
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(close(ends[0]), 0);
	CHECK_EQ(events_of(ends[1], POLLOUT), POLLOUT | POLLERR);
	CHECK_EQ(shutdown(sockets[1], SHUT_WR), 0);
	CHECK_EQ(events_of(sockets[0], POLLIN | POLLRDHUP), POLLIN | POLLRDHUP);
	CHECK_EQ(close(sockets[1]), 0);
	CHECK_EQ(events_of(sockets[0], POLLIN | POLLRDHUP) & (POLLIN | POLLHUP | POLLRDHUP),
		POLLIN | POLLHUP | POLLRDHUP);
	close(file);
}

static void *write_later(void *argument)
{
	test_sleep_ms(20);
	CHECK_EQ(write(*(int *)argument, "x", 1), 1);
	return NULL;
}

static void check_waiting(void)
{
	struct pollfd entries[3];
	int64_t begin;
	pthread_t thread;
	int i, many[3][2];

	for (i = 0; i < 3; i++) {
		CHECK_EQ(pipe(many[i]), 0);
		entries[i] = (struct pollfd){.fd = many[i][0], .events = POLLIN};
	}
	begin = test_now_ns();
	CHECK_EQ(poll(entries, 3, 30), 0);
	CHECK_OP(test_now_ns() - begin, >=, 30000000);
	thread = test_thread(write_later, &many[1][1]);
	CHECK_EQ(poll(entries, 3, -1), 1);
	CHECK_EQ(entries[0].revents | entries[2].revents, 0);
	CHECK_EQ(entries[1].revents, POLLIN);
	test_join(thread);
	CHECK_EQ(poll(NULL, 0, 1), 0);
}

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void check_ppoll(void)
{
	struct timespec time = {0, 20000000}, bad = {0, -1};
	sigset_t set = test_sigset(SIGUSR1), empty = test_sigset(0);
	struct rlimit limit = {100, 100};
	struct pollfd entries[101] = {0};

	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(ppoll(NULL, 0, &time, NULL), 0);
	CHECK_EQ(handled, 0);
	CHECK_ERRNO(ppoll(NULL, 0, NULL, &empty), EINTR);
	CHECK_EQ(handled, 1);
	CHECK_ERRNO(ppoll(NULL, 0, &bad, NULL), EINVAL);
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	CHECK_ERRNO(syscall(SYS_poll, entries, 101, 0), EINVAL);
}

int main(void)
{
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	check_readiness();
	check_waiting();
	check_ppoll();
	return 0;
}
