/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * shutdown(2) by another thread ends waits: of a reader (end of file), of a writer (EPIPE), of accept (EINVAL), of
 * poll; of a reader of a connected datagram socket.
 * @cores 2
 */
#include "inet.h"

static int target;

static void *read_one(void *unused TEST_UNUSED)
{
	char byte;
	ssize_t got = read(target, &byte, 1);

	return (void *)(long)(got < 0 ? -errno : got);
}

static void *write_many(void *unused TEST_UNUSED)
{
	static char bytes[1 << 20];

	while (send(target, bytes, sizeof(bytes), MSG_NOSIGNAL) > 0)
		;
	return (void *)(long)-errno;
}

static void *accept_one(void *unused TEST_UNUSED)
{
	return (void *)(long)(accept(target, NULL, NULL) < 0 ? -errno : 0);
}

static void *poll_one(void *unused TEST_UNUSED)
{
	return (void *)(long)inet_poll(target, POLLIN | POLLRDHUP, -1);
}

static void check(int fd, void *(*body)(void *), int how, long expected)
{
	target = fd;
	pthread_t waiter = test_thread(body, NULL);
	test_sleep_ms(30);
	CHECK_EQ(shutdown(fd, how), 0);
	CHECK_EQ(test_join(waiter), expected);
}

static void check_stream(void *(*body)(void *), int how, long expected)
{
	int ends[2];

	inet_pair(ends);
	check(ends[0], body, how, expected);
	inet_close_pair(ends);
}

int main(void)
{
	int listener = inet_listen(AF_INET, 1), datagram = inet_datagram(AF_INET);

	check_stream(read_one, SHUT_RD, 0);
	check_stream(read_one, SHUT_RDWR, 0);
	check_stream(write_many, SHUT_WR, -EPIPE);
	check_stream(write_many, SHUT_RDWR, -EPIPE);
	check_stream(poll_one, SHUT_RD, POLLIN | POLLRDHUP);
	check(listener, accept_one, SHUT_RD, -EINVAL);
	CHECK_EQ(listen(listener, 1), 0); /* as on Linux, it may listen again */
	check(listener, poll_one, SHUT_RDWR, POLLHUP);
	CHECK_EQ(close(listener), 0);
	CHECK_EQ(inet_connect(datagram, AF_INET, inet_port(datagram)), 0);
	check(datagram, read_one, SHUT_RD, 0);
	CHECK_EQ(close(datagram), 0);
	return 0;
}
