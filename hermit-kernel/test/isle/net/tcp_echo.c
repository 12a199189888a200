/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A server thread that echoes: single bytes go to and fro, with read and write as with send and recv; afterwards the
 * server sees the end. Round trips are quick: no delayed acknowledgement or Nagle wait is in their way.
 * @cores 2
 */
#include "inet.h"

#define ROUNDS 2000

static void *echo(void *listener)
{
	int fd = OK(accept(*(int *)listener, NULL, NULL));
	char bytes[64];
	ssize_t got;

	while ((got = OK(read(fd, bytes, sizeof(bytes)))) > 0)
		CHECK_EQ(write(fd, bytes, (size_t)got), got);
	CHECK_EQ(close(fd), 0);
	return NULL;
}

static void check(int family)
{
	int listener = inet_listen(family, 1);
	pthread_t server = test_thread(echo, &listener);
	int fd = inet_dial(family, inet_port(listener));
	int64_t started = test_now_ns();
	char byte;

	for (int i = 0; i < ROUNDS; i++) {
		byte = (char)i;
		CHECK_EQ(i & 1 ? send(fd, &byte, 1, 0) : write(fd, &byte, 1), 1);
		byte = 0;
		CHECK_EQ(i & 2 ? recv(fd, &byte, 1, 0) : read(fd, &byte, 1), 1);
		CHECK_EQ(byte, (char)i);
	}
	CHECK_OP(test_now_ns() - started, <, ROUNDS * 10000000LL); /* a delayed acknowledgement costs 40 ms on Linux */
	CHECK_EQ(shutdown(fd, SHUT_WR), 0);
	CHECK_EQ(read(fd, &byte, 1), 0);
	test_join(server);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

int main(void)
{
	check(AF_INET);
	check(AF_INET6);
	return 0;
}
