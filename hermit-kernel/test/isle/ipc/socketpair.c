/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * AF_UNIX socket pairs: streams without boundaries, datagrams and sequenced packets with them, peeking, shutdown,
 * sizes, end of file.
 * @cores 2
 */
#include <sys/ioctl.h>
#include <sys/socket.h>
#include "test.h"

static int pair[2];

static void make(int type)
{
	CHECK_EQ(socketpair(AF_UNIX, type, 0, pair), 0);
}

static void check_stream(void)
{
	char bytes[64];
	int available;

	make(SOCK_STREAM);
	CHECK_EQ(write(pair[0], "hello", 5), 5);
	CHECK_EQ(send(pair[0], "world", 5, 0), 5);
	CHECK_EQ(ioctl(pair[1], FIONREAD, &available), 0);
	CHECK_EQ(available, 10);
	CHECK_EQ(recv(pair[1], bytes, 3, MSG_PEEK), 3);
	CHECK_EQ(recv(pair[1], bytes, 7, MSG_WAITALL), 7);
	CHECK_EQ(memcmp(bytes, "hellowo", 7), 0);
	CHECK_EQ(read(pair[1], bytes, 64), 3);
	CHECK_ERRNO(recv(pair[1], bytes, 1, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(write(pair[1], "back", 4), 4);
	CHECK_EQ(read(pair[0], bytes, 64), 4);
	CHECK_EQ(shutdown(pair[0], SHUT_WR), 0);
	CHECK_EQ(read(pair[1], bytes, 64), 0);
	CHECK_EQ(write(pair[1], "x", 1), 1); /* the other direction lives */
	CHECK_ERRNO(send(pair[0], "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(close(pair[0]), 0);
	CHECK_ERRNO(send(pair[1], "x", 1, MSG_NOSIGNAL), EPIPE);
}

static void check_messages(int type)
{
	char bytes[64];

	make(type);
	CHECK_EQ(write(pair[0], "one", 3), 3);
	CHECK_EQ(write(pair[0], "", 0), 0);
	CHECK_EQ(write(pair[0], "three", 5), 5);
	CHECK_EQ(read(pair[1], bytes, 64), 3);
	if (type == SOCK_DGRAM)
		CHECK_EQ(recv(pair[1], bytes, 64, 0), 0);
	else
		CHECK_EQ(read(pair[1], bytes, 64), 0);
	CHECK_EQ(recv(pair[1], bytes, 2, MSG_TRUNC), 5); /* the rest is lost */
	CHECK_ERRNO(recv(pair[1], bytes, 64, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(close(pair[0]), 0);
	if (type == SOCK_SEQPACKET)
		CHECK_EQ(read(pair[1], bytes, 64), 0);
	CHECK_EQ(close(pair[1]), 0);
}

static void *drain(void *argument)
{
	static char bytes[50000];
	long total = 0, n;

	while ((n = OK(read(*(int *)argument, bytes, sizeof(bytes)))) > 0)
		total += n;
	return (void *)total;
}

static void check_bulk(void)
{
	static char bytes[100000];
	pthread_t thread;
	int i;

	make(SOCK_STREAM);
	thread = test_thread(drain, &pair[1]);
	for (i = 0; i < 50; i++)
		CHECK_EQ(write(pair[0], bytes, sizeof(bytes)), sizeof(bytes));
	CHECK_EQ(close(pair[0]), 0);
	CHECK_EQ(test_join(thread), 50 * sizeof(bytes));
}

static void check_options(void)
{
	struct ucred credentials;
	socklen_t length = sizeof(int);
	int value = 0;

	make(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
	CHECK_EQ(fcntl(pair[0], F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	CHECK_EQ(fcntl(pair[0], F_GETFD), FD_CLOEXEC);
	CHECK_ERRNO(read(pair[0], &value, 1), EAGAIN);
	CHECK_EQ(getsockopt(pair[0], SOL_SOCKET, SO_TYPE, &value, &length), 0);
	CHECK_EQ(value, SOCK_STREAM);
	CHECK_EQ(getsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &value, &length), 0);
	CHECK_OP(value, >=, 4096);
	length = sizeof(credentials);
	CHECK_EQ(getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &credentials, &length), 0);
	CHECK_EQ(credentials.pid, getpid());
	CHECK_ERRNO(socketpair(AF_UNIX, SOCK_DCCP, 0, pair), ESOCKTNOSUPPORT);
	CHECK_ERRNO(socketpair(AF_INET, SOCK_STREAM, 0, pair), EOPNOTSUPP);
	CHECK_ERRNO(recv(0, &value, 1, 0), ENOTSOCK);
}

int main(void)
{
	check_stream();
	check_messages(SOCK_DGRAM);
	check_messages(SOCK_SEQPACKET);
	check_bulk();
	check_options();
	return 0;
}
