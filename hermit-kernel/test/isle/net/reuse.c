/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SO_REUSEADDR and SO_REUSEPORT: who may share a port; a server restarts while its old connections are in TIME-WAIT;
 * several listeners with SO_REUSEPORT all get connections.
 */
#include "inet.h"

static int bound(int type, int port, int option)
{
	int fd = OK(socket(AF_INET, type, 0));

	if (option)
		inet_set(fd, SOL_SOCKET, option, 1);
	if (inet_bind(fd, AF_INET, port)) {
		CHECK_EQ(errno, EADDRINUSE);
		CHECK_EQ(close(fd), 0);
		return -1;
	}
	return fd;
}

static void check_pair(int type, int first, int second, bool works)
{
	int a = bound(type, 0, first), b = bound(type, inet_port(a), second);

	CHECK_EQ(b >= 0, works);
	CHECK_EQ(close(a), 0);
	if (b >= 0)
		CHECK_EQ(close(b), 0);
}

static void check_rules(int type)
{
	check_pair(type, 0, 0, false);
	check_pair(type, SO_REUSEADDR, 0, false);
	check_pair(type, 0, SO_REUSEADDR, false);
	check_pair(type, SO_REUSEADDR, SO_REUSEADDR, true);
	check_pair(type, SO_REUSEPORT, SO_REUSEPORT, true);
	check_pair(type, SO_REUSEPORT, 0, false);
	check_pair(type, SO_REUSEPORT, SO_REUSEADDR, false);
}

static void check_listener(void)
{
	int a = bound(SOCK_STREAM, 0, SO_REUSEADDR), b = bound(SOCK_STREAM, inet_port(a), SO_REUSEADDR);

	CHECK_OP(b, >=, 0);
	CHECK_EQ(listen(a, 1), 0);
	CHECK_ERRNO(listen(b, 1), EADDRINUSE);
	CHECK_EQ(bound(SOCK_STREAM, inet_port(a), SO_REUSEADDR), -1);
	CHECK_EQ(close(a), 0);
	CHECK_EQ(listen(b, 1), 0);
	CHECK_EQ(close(b), 0);
}

/* The side that closes first keeps the port for a while. */
static void check_time_wait(void)
{
	int listener = bound(SOCK_STREAM, 0, SO_REUSEADDR), port = inet_port(listener), fd, other;
	char byte;

	CHECK_EQ(listen(listener, 1), 0);
	fd = inet_dial(AF_INET, port);
	other = OK(accept(listener, NULL, NULL));
	CHECK_EQ(close(other), 0);
	CHECK_EQ(recv(fd, &byte, 1, 0), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
	CHECK_EQ(bound(SOCK_STREAM, port, 0), -1);
	listener = bound(SOCK_STREAM, port, SO_REUSEADDR);
	CHECK_OP(listener, >=, 0);
	CHECK_EQ(listen(listener, 1), 0);
	fd = inet_dial(AF_INET, port);
	CHECK_EQ(close(OK(accept(listener, NULL, NULL))), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

/* A connection that is alive does not keep a server with SO_REUSEADDR from restarting. */
static void check_alive(void)
{
	int listener = bound(SOCK_STREAM, 0, SO_REUSEADDR), port = inet_port(listener), fd, other;

	CHECK_EQ(listen(listener, 1), 0);
	fd = inet_dial(AF_INET, port);
	other = OK(accept(listener, NULL, NULL));
	CHECK_EQ(close(listener), 0);
	CHECK_EQ(bound(SOCK_STREAM, port, 0), -1);
	listener = bound(SOCK_STREAM, port, SO_REUSEADDR);
	CHECK_OP(listener, >=, 0);
	CHECK_EQ(listen(listener, 1), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
}

#define LISTENERS 3

static void check_shared(void)
{
	int listeners[LISTENERS], counts[LISTENERS] = {0}, clients[60];

	listeners[0] = bound(SOCK_STREAM, 0, SO_REUSEPORT);
	for (int i = 0; i < LISTENERS; i++) {
		if (i)
			listeners[i] = bound(SOCK_STREAM, inet_port(listeners[0]), SO_REUSEPORT);
		CHECK_OP(listeners[i], >=, 0);
		CHECK_EQ(listen(listeners[i], 100), 0);
		inet_nonblocking(listeners[i]);
	}
	for (int i = 0; i < 60; i++)
		clients[i] = inet_dial(AF_INET, inet_port(listeners[0]));
	for (int i = 0; i < LISTENERS; i++)
		for (int fd; (fd = accept(listeners[i], NULL, NULL)) >= 0; counts[i]++)
			CHECK_EQ(close(fd), 0);
	CHECK_EQ(counts[0] + counts[1] + counts[2], 60);
	for (int i = 0; i < LISTENERS; i++)
		CHECK_OP(counts[i], >, 0);
	for (int i = 0; i < 60; i++)
		CHECK_EQ(close(clients[i]), 0);
	for (int i = 0; i < LISTENERS; i++)
		CHECK_EQ(close(listeners[i]), 0);
}

int main(void)
{
	check_rules(SOCK_STREAM);
	check_rules(SOCK_DGRAM);
	check_listener();
	check_time_wait();
	check_alive();
	check_shared();
	return 0;
}
