/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A connect(2) that does not wait: EINPROGRESS, then poll(2) and SO_ERROR tell; a second call says EALREADY, 0 or
 * EISCONN. While a connection is being made there is nothing to read or write.
 */
#include "inet.h"

static int start(int port)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));

	CHECK_ERRNO(inet_connect(fd, AF_INET, port), EINPROGRESS); /* however quick loopback is */
	return fd;
}

static void check_success(void)
{
	int listener = inet_listen(AF_INET, 1), fd = start(inet_port(listener)), other;
	char byte;

	CHECK_EQ(inet_poll(fd, POLLOUT, 5000), POLLOUT);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), 0);
	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(listener)), 0); /* the first one asks for the result */
	CHECK_ERRNO(inet_connect(fd, AF_INET, inet_port(listener)), EISCONN);
	other = OK(accept(listener, NULL, NULL));
	CHECK_ERRNO(recv(fd, &byte, 1, 0), EAGAIN);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(recv(other, &byte, 1, 0), 1);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_refused(void)
{
	int listener = inet_listen(AF_INET, 1), port = inet_port(listener), fd;

	CHECK_EQ(close(listener), 0);
	fd = OK(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
	CHECK_ERRNO(inet_connect(fd, AF_INET, port), EINPROGRESS);
	CHECK_EQ(inet_poll(fd, POLLIN | POLLOUT, 5000), POLLIN | POLLOUT | POLLERR | POLLHUP);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), ECONNREFUSED);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), 0); /* told once */
	CHECK_EQ(close(fd), 0);
}

/* A listener whose queue is full leaves connections open for long. */
static void check_pending(void)
{
	int listener = inet_listen(AF_INET, 0), port = inet_port(listener), fds[8];
	char byte;

	for (int i = 0; i < 8; i++)
		fds[i] = start(port);
	CHECK_EQ(inet_poll(fds[7], POLLIN | POLLOUT, 50), 0);
	CHECK_ERRNO(inet_connect(fds[7], AF_INET, port), EALREADY);
	CHECK_ERRNO(recv(fds[7], &byte, 1, 0), EAGAIN);
	CHECK_ERRNO(send(fds[7], &byte, 1, 0), EAGAIN);
	CHECK_EQ(inet_get(fds[7], SOL_SOCKET, SO_ERROR), 0);
	for (int i = 0; i < 8; i++)
		CHECK_EQ(close(fds[i]), 0);
	CHECK_EQ(close(listener), 0);
}

int main(void)
{
	check_success();
	check_refused();
	check_pending();
	return 0;
}
