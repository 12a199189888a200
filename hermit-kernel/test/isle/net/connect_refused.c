/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Nobody listens: ECONNREFUSED at once, over IPv4 and IPv6; the same socket may then try another port, and connects.
 */
#include "inet.h"

static void check(int family)
{
	int listener = inet_listen(family, 1), closed = inet_listen(family, 1), refusing = inet_port(closed);
	int fd = OK(socket(family, SOCK_STREAM, 0));
	int64_t started = test_now_ns();
	char byte;

	CHECK_EQ(close(closed), 0);
	CHECK_ERRNO(inet_connect(fd, family, refusing), ECONNREFUSED);
	CHECK_OP(test_now_ns() - started, <, 2000000000LL);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), 0);
	CHECK_ERRNO(recv(fd, &byte, 1, 0), ENOTCONN);
	CHECK_ERRNO(inet_connect(fd, family, refusing), ECONNREFUSED);
	CHECK_EQ(inet_connect(fd, family, inet_port(listener)), 0);
	int other = OK(accept(listener, NULL, NULL));
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(recv(other, &byte, 1, 0), 1);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
}

/* A socket bound to a port of its own choice keeps it. */
static void check_bound(void)
{
	int closed = inet_listen(AF_INET, 1), refusing = inet_port(closed), fd = OK(socket(AF_INET, SOCK_STREAM, 0));

	CHECK_EQ(close(closed), 0);
	int free_one = inet_listen(AF_INET, 1), port = inet_port(free_one);
	CHECK_EQ(close(free_one), 0);
	CHECK_EQ(inet_bind(fd, AF_INET, port), 0);
	CHECK_ERRNO(inet_connect(fd, AF_INET, refusing), ECONNREFUSED);
	int listener = inet_listen(AF_INET, 1);
	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(listener)), 0);
	CHECK_EQ(inet_port(fd), port);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

int main(void)
{
	check(AF_INET);
	check(AF_INET6);
	check_bound();
	return 0;
}
