/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A peer that resets (SO_LINGER with 0 s; or close with unread bytes) is seen as ECONNRESET once; then reads return the
 * end, and writes EPIPE with SIGPIPE, but not with MSG_NOSIGNAL. Who waits in a read or a poll is woken.
 */
#include "inet.h"

static volatile int pipes;

static void on_pipe(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	pipes++;
}

static void linger(int fd, int on, int seconds)
{
	struct linger option = {.l_onoff = on, .l_linger = seconds};

	CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, sizeof(option)), 0);
}

static void check_after(int fd)
{
	char byte;

	CHECK_EQ(inet_poll(fd, POLLIN | POLLOUT | POLLRDHUP, 5000), POLLIN | POLLOUT | POLLRDHUP | POLLERR | POLLHUP);
	CHECK_ERRNO(recv(fd, &byte, 1, 0), ECONNRESET);
	CHECK_EQ(recv(fd, &byte, 1, 0), 0);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), 0);
	pipes = 0;
	CHECK_ERRNO(send(fd, "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(pipes, 0);
	CHECK_ERRNO(send(fd, "x", 1, 0), EPIPE);
	CHECK_EQ(pipes, 1);
	CHECK_ERRNO(write(fd, "x", 1), EPIPE);
	CHECK_EQ(pipes, 2);
	CHECK_ERRNO(shutdown(fd, SHUT_RDWR), ENOTCONN);
	union inet_address address;
	socklen_t length = sizeof(address);
	CHECK_ERRNO(getpeername(fd, &address.any, &length), ENOTCONN);
	CHECK_EQ(close(fd), 0);
}

static void check_linger(void)
{
	int ends[2];

	inet_pair(ends);
	linger(ends[1], 1, 0);
	CHECK_EQ(close(ends[1]), 0);
	check_after(ends[0]);
}

static void check_unread(void)
{
	int ends[2];

	inet_pair(ends);
	CHECK_EQ(send(ends[0], "unread", 6, 0), 6);
	CHECK_EQ(inet_poll(ends[1], POLLIN, 5000), POLLIN);
	CHECK_EQ(close(ends[1]), 0);
	check_after(ends[0]);
}

/* A write is told of it where no read was. */
static void check_write_first(void)
{
	int ends[2];

	inet_pair(ends);
	linger(ends[1], 1, 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(inet_poll(ends[0], POLLERR, 5000) & POLLERR, POLLERR);
	CHECK_ERRNO(send(ends[0], "x", 1, 0), ECONNRESET);
	CHECK_ERRNO(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(close(ends[0]), 0);
}

/* Sent after the peer closed: it answers with a reset. */
static void check_late_send(void)
{
	int ends[2];
	char byte;

	inet_pair(ends);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(inet_poll(ends[0], POLLIN | POLLRDHUP, 5000), POLLIN | POLLRDHUP);
	CHECK_EQ(recv(ends[0], &byte, 1, 0), 0);
	CHECK_EQ(send(ends[0], "x", 1, 0), 1);
	CHECK_EQ(inet_poll(ends[0], POLLERR, 5000) & POLLERR, POLLERR);
	CHECK_ERRNO(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(close(ends[0]), 0);
}

static void *read_one(void *end)
{
	char byte;
	ssize_t got = read(*(int *)end, &byte, 1);

	return (void *)(long)(got < 0 ? -errno : got);
}

static void check_waiting_reader(void)
{
	int ends[2];

	inet_pair(ends);
	pthread_t reader = test_thread(read_one, &ends[0]);
	test_sleep_ms(20);
	linger(ends[1], 1, 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(test_join(reader), -ECONNRESET);
	CHECK_EQ(close(ends[0]), 0);
}

int main(void)
{
	test_handle(SIGPIPE, on_pipe, 0);
	check_linger();
	check_unread();
	check_write_first();
	check_late_send();
	check_waiting_reader();
	return 0;
}
