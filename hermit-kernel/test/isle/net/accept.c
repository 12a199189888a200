/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * accept(2) and accept4(2): flags, addresses, errors; a connection that was reset while it waited; listen(2) in wrong
 * states; what an accepted socket inherits.
 */
#include "inet.h"

static void check_flags(void)
{
	int listener = inet_listen(AF_INET, 8), clients[3];
	const int flags[3] = {0, SOCK_NONBLOCK, SOCK_CLOEXEC};

	inet_set(listener, IPPROTO_TCP, TCP_NODELAY, 1);
	inet_set(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
	for (int i = 0; i < 3; i++) {
		union inet_address peer;
		socklen_t length = sizeof(peer);
		clients[i] = inet_dial(AF_INET, inet_port(listener));
		int fd = OK(accept4(listener, &peer.any, &length, flags[i]));
		CHECK_EQ(length, sizeof(peer.v4));
		CHECK_EQ(peer.v4.sin_family, AF_INET);
		CHECK_EQ(ntohs(peer.v4.sin_port), inet_port(clients[i]));
		CHECK_EQ(ntohl(peer.v4.sin_addr.s_addr), INADDR_LOOPBACK);
		CHECK_EQ(!!(OK(fcntl(fd, F_GETFL)) & O_NONBLOCK), i == 1);
		CHECK_EQ(!!(OK(fcntl(fd, F_GETFD)) & FD_CLOEXEC), i == 2);
		CHECK_EQ(inet_port(fd), inet_port(listener));
		CHECK_EQ(inet_get(fd, IPPROTO_TCP, TCP_NODELAY), 1);
		CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_KEEPALIVE), 1);
		CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ACCEPTCONN), 0);
		CHECK_EQ(close(fd), 0);
		CHECK_EQ(close(clients[i]), 0);
	}
	CHECK_ERRNO(accept4(listener, NULL, NULL, 1), EINVAL);
	CHECK_EQ(close(listener), 0);
}

static void check_states(void)
{
	int listener = inet_listen(AF_INET, 8), plain = OK(socket(AF_INET, SOCK_STREAM, 0));
	int datagram = inet_datagram(AF_INET);
	char byte;

	CHECK_EQ(inet_get(listener, SOL_SOCKET, SO_ACCEPTCONN), 1);
	CHECK_EQ(inet_poll(listener, POLLIN | POLLOUT, 0), 0);
	CHECK_ERRNO(recv(listener, &byte, 1, 0), ENOTCONN);
	CHECK_ERRNO(send(listener, &byte, 1, MSG_NOSIGNAL), EPIPE);
	CHECK_ERRNO(inet_connect(listener, AF_INET, 1), EISCONN);
	CHECK_ERRNO(inet_bind(listener, AF_INET, 0), EINVAL);
	CHECK_EQ(listen(listener, 4), 0); /* again, to change the backlog */
	CHECK_ERRNO(accept(plain, NULL, NULL), EINVAL);
	CHECK_ERRNO(accept(datagram, NULL, NULL), EOPNOTSUPP);
	CHECK_ERRNO(listen(datagram, 1), EOPNOTSUPP);
	CHECK_ERRNO(accept(0, NULL, NULL), ENOTSOCK);
	inet_nonblocking(listener);
	CHECK_ERRNO(accept(listener, NULL, NULL), EAGAIN);
	int fd = inet_dial(AF_INET, inet_port(listener));
	CHECK_ERRNO(listen(fd, 1), EINVAL);
	CHECK_EQ(inet_poll(listener, POLLIN, 5000), POLLIN);
	CHECK_EQ(close(OK(accept(listener, NULL, NULL))), 0);
	CHECK_EQ(inet_poll(listener, POLLIN, 0), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(plain), 0);
	CHECK_EQ(close(datagram), 0);
	CHECK_EQ(close(listener), 0);
}

/* listen(2) without bind(2) chooses a port on all addresses. */
static void check_unbound(void)
{
	int listener = OK(socket(AF_INET, SOCK_STREAM, 0));

	CHECK_EQ(listen(listener, 1), 0);
	CHECK_OP(inet_port(listener), >, 1023);
	int fd = inet_dial(AF_INET, inet_port(listener));
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

/* It was reset before it was accepted: accepted all the same, and read as reset; its bytes were not lost before. */
static void check_gone_peer(void)
{
	struct linger option = {.l_onoff = 1, .l_linger = 0};
	int listener = inet_listen(AF_INET, 1), fd = inet_dial(AF_INET, inet_port(listener));
	char bytes[8];

	CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, sizeof(option)), 0);
	CHECK_EQ(close(fd), 0);
	fd = OK(accept(listener, NULL, NULL));
	CHECK_ERRNO(recv(fd, bytes, sizeof(bytes), 0), ECONNRESET);
	CHECK_EQ(close(fd), 0);

	fd = inet_dial(AF_INET, inet_port(listener));
	CHECK_EQ(send(fd, "early", 5, 0), 5);
	CHECK_EQ(close(fd), 0);
	fd = OK(accept(listener, NULL, NULL));
	CHECK_EQ(recv(fd, bytes, sizeof(bytes), MSG_WAITALL), 5);
	CHECK_EQ(recv(fd, bytes, sizeof(bytes), 0), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

/* Connections that nobody accepted are reset with their listener. */
static void check_closed_listener(void)
{
	int listener = inet_listen(AF_INET, 1), fd = inet_dial(AF_INET, inet_port(listener));
	char byte;

	CHECK_EQ(inet_poll(listener, POLLIN, 5000), POLLIN);
	CHECK_EQ(close(listener), 0);
	CHECK_ERRNO(recv(fd, &byte, 1, 0), ECONNRESET);
	CHECK_EQ(close(fd), 0);
}

int main(void)
{
	check_flags();
	check_states();
	check_unbound();
	check_gone_peer();
	check_closed_listener();
	return 0;
}
