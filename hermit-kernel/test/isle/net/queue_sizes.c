/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FIONREAD and SIOCOUTQ; a sender that fills the connection gets EAGAIN and no POLLOUT until the receiver has read;
 * then it may go on, and nothing was lost. SO_SNDBUF and SO_RCVBUF bound what is under way.
 * @cores 2
 */
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include "inet.h"

static int queue(int fd, unsigned long request)
{
	int bytes = -1;

	CHECK_EQ(ioctl(fd, request, &bytes), 0);
	return bytes;
}

static void check_counts(void)
{
	int ends[2], listener = inet_listen(AF_INET, 1), bytes;
	char room[100];

	inet_pair(ends);
	CHECK_EQ(queue(ends[0], FIONREAD), 0);
	CHECK_EQ(queue(ends[0], SIOCOUTQ), 0);
	CHECK_EQ(send(ends[1], room, 100, 0), 100);
	CHECK_EQ(inet_poll(ends[0], POLLIN, 5000), POLLIN);
	CHECK_EQ(queue(ends[0], FIONREAD), 100);
	CHECK_EQ(recv(ends[0], room, 30, 0), 30);
	CHECK_EQ(queue(ends[0], FIONREAD), 70);
	for (int i = 0; i < 100 && queue(ends[1], SIOCOUTQ); i++)
		test_sleep_ms(10); /* until it is acknowledged */
	CHECK_EQ(queue(ends[1], SIOCOUTQ), 0);
	CHECK_ERRNO(ioctl(listener, FIONREAD, &bytes), EINVAL);
	CHECK_ERRNO(ioctl(listener, SIOCOUTQ, &bytes), EINVAL);
	CHECK_ERRNO(ioctl(ends[0], FIONREAD, BAD_POINTER), EFAULT);
	inet_close_pair(ends);
	CHECK_EQ(close(listener), 0);
}

static uint64_t fill(int fd, uint64_t at)
{
	static uint8_t bytes[10000];
	ssize_t sent;

	for (;;) {
		inet_fill(bytes, sizeof(bytes), at, 3);
		sent = send(fd, bytes, sizeof(bytes), 0);
		if (sent < 0)
			break;
		at += (uint64_t)sent;
	}
	CHECK_EQ(errno, EAGAIN);
	return at;
}

static void drain(int fd, uint64_t from, uint64_t to)
{
	static uint8_t bytes[10000];

	while (from < to) {
		ssize_t got = OK(recv(fd, bytes, to - from < sizeof(bytes) ? to - from : sizeof(bytes), 0));
		CHECK_OP(got, >, 0);
		inet_check(bytes, (size_t)got, from, 3);
		from += (uint64_t)got;
	}
}

static void check_full(void)
{
	uint64_t at = 0, read_to = 0;
	int ends[2];

	inet_pair(ends);
	inet_nonblocking(ends[0]);
	for (int round = 0; round < 4; round++) {
		at = fill(ends[0], at);
		while (inet_poll(ends[0], POLLOUT, 50)) /* the peer's window takes more than one look */
			at = fill(ends[0], at);
		CHECK_EQ(inet_poll(ends[0], POLLOUT, 0), 0);
		CHECK_OP(queue(ends[0], SIOCOUTQ), >, 0);
		drain(ends[1], read_to, at);
		read_to = at;
		CHECK_EQ(inet_poll(ends[0], POLLOUT, 5000), POLLOUT);
	}
	inet_close_pair(ends);
}

static void check_bounds(void)
{
	int listener = inet_listen(AF_INET, 1), small, other;

	inet_set(listener, SOL_SOCKET, SO_RCVBUF, 16384);
	small = OK(socket(AF_INET, SOCK_STREAM, 0));
	inet_set(small, SOL_SOCKET, SO_SNDBUF, 16384);
	CHECK_EQ(inet_get(small, SOL_SOCKET, SO_SNDBUF), 32768);
	CHECK_EQ(inet_connect(small, AF_INET, inet_port(listener)), 0);
	other = OK(accept(listener, NULL, NULL));
	CHECK_EQ(inet_get(other, SOL_SOCKET, SO_RCVBUF), 32768);
	inet_nonblocking(small);
	uint64_t at = fill(small, 0);
	while (inet_poll(small, POLLOUT, 50))
		at = fill(small, at);
	CHECK_OP(at, <, 300000);
	drain(other, 0, at);
	CHECK_EQ(close(small), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
}

int main(void)
{
	check_counts();
	check_full();
	check_bounds();
	return 0;
}
