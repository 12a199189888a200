/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Datagrams: send and receive with and without connect(2), boundaries, truncation, empty and large ones, errors, what
 * connecting filters, a full queue, writev as one.
 */
#include <sys/ioctl.h>
#include <sys/uio.h>
#include "inet.h"

static int a, b, port_a, port_b;
static union inet_address to_a, to_b;
static int family;

static void open_both(int which)
{
	family = which;
	a = inet_datagram(family);
	b = inet_datagram(family);
	port_a = inet_port(a);
	port_b = inet_port(b);
	to_a = inet_loopback(family, port_a);
	to_b = inet_loopback(family, port_b);
}

static void close_both(void)
{
	CHECK_EQ(close(a), 0);
	CHECK_EQ(close(b), 0);
}

static void check_boundaries(void)
{
	union inet_address from;
	socklen_t length = sizeof(from);
	char bytes[16];
	int waiting = -1;

	CHECK_EQ(sendto(a, "one", 3, 0, &to_b.any, inet_length(family)), 3);
	CHECK_EQ(sendto(a, "", 0, 0, &to_b.any, inet_length(family)), 0);
	CHECK_EQ(sendto(a, "three", 5, 0, &to_b.any, inet_length(family)), 5);
	CHECK_EQ(ioctl(b, FIONREAD, &waiting), 0);
	CHECK_EQ(waiting, 3);
	CHECK_EQ(recvfrom(b, bytes, sizeof(bytes), 0, &from.any, &length), 3);
	CHECK_EQ(length, inet_length(family));
	CHECK_EQ(ntohs(family == AF_INET ? from.v4.sin_port : from.v6.sin6_port), port_a);
	CHECK_EQ(inet_poll(b, POLLIN, 0), POLLIN);
	CHECK_EQ(recv(b, bytes, sizeof(bytes), 0), 0); /* the empty one */
	CHECK_EQ(recv(b, bytes, 2, MSG_PEEK), 2);
	CHECK_EQ(recv(b, bytes, 2, MSG_PEEK | MSG_TRUNC), 5);
	struct iovec vector = {bytes, 2};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_name = &from, .msg_namelen = sizeof(from)};
	CHECK_EQ(recvmsg(b, &message, 0), 2); /* the rest is lost */
	CHECK_EQ(message.msg_flags, MSG_TRUNC);
	CHECK_EQ(message.msg_namelen, inet_length(family));
	CHECK_ERRNO(recv(b, bytes, sizeof(bytes), MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(inet_poll(b, POLLIN | POLLOUT, 0), POLLOUT);
}

static void check_sizes(void)
{
	static uint8_t out[70000], in[70000];
	const size_t sizes[] = {1, 1472, 1473, 9000, 60000, 65000};

	inet_fill(out, sizeof(out), 0, 9);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		CHECK_EQ(sendto(a, out, sizes[i], 0, &to_b.any, inet_length(family)), sizes[i]);
		CHECK_EQ(recv(b, in, sizeof(in), 0), sizes[i]);
		CHECK(memcmp(in, out, sizes[i]) == 0);
	}
	CHECK_ERRNO(sendto(a, out, 65536, 0, &to_b.any, inet_length(family)), EMSGSIZE);
	if (family == AF_INET) {
		CHECK_EQ(sendto(a, out, 65507, 0, &to_b.any, inet_length(family)), 65507);
		CHECK_EQ(recv(b, in, sizeof(in), 0), 65507);
		CHECK_ERRNO(sendto(a, out, 65508, 0, &to_b.any, inet_length(family)), EMSGSIZE);
	}
	struct iovec parts[3] = {{out, 10}, {out + 10, 0}, {out + 10, 20}};
	CHECK_EQ(connect(a, &to_b.any, inet_length(family)), 0);
	CHECK_EQ(writev(a, parts, 3), 30);
	struct iovec rooms[2] = {{in, 7}, {in + 7, 100}};
	CHECK_EQ(readv(b, rooms, 2), 30);
	CHECK(memcmp(in, out, 30) == 0);
}

static void check_connected(void)
{
	int other = inet_datagram(family);
	union inet_address name;
	socklen_t length = sizeof(name);
	char byte;

	CHECK_ERRNO(send(b, "x", 1, 0), EDESTADDRREQ);
	CHECK_ERRNO(getpeername(b, &name.any, &length), ENOTCONN);
	CHECK_EQ(connect(b, &to_a.any, inet_length(family)), 0);
	CHECK_EQ(getpeername(b, &name.any, &length), 0);
	CHECK_EQ(sendto(other, "n", 1, 0, &to_b.any, inet_length(family)), 1); /* not from its peer: dropped */
	CHECK_EQ(sendto(a, "y", 1, 0, &to_b.any, inet_length(family)), 1);
	CHECK_EQ(recv(b, &byte, 1, 0), 1);
	CHECK_EQ(byte, 'y');
	CHECK_ERRNO(recv(b, &byte, 1, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(send(b, "z", 1, 0), 1);
	CHECK_EQ(recv(a, &byte, 1, 0), 1);
	memset(&name, 0, sizeof(name));
	name.any.sa_family = AF_UNSPEC;
	CHECK_EQ(connect(b, &name.any, sizeof(name.any)), 0);
	CHECK_ERRNO(send(b, "x", 1, 0), EDESTADDRREQ);
	CHECK_ERRNO(getpeername(b, &name.any, &length), ENOTCONN);
	CHECK_EQ(close(other), 0);
	close_both(); /* Linux has given up a port that it chose itself */
	open_both(family);
}

static void check_own_address(int fd, int is_loopback)
{
	union inet_address expected = inet_loopback(family, 0), name;
	socklen_t length = sizeof(name);

	if (!is_loopback)
		memset((char *)&expected + sizeof(sa_family_t), 0, sizeof(expected) - sizeof(sa_family_t));
	CHECK_EQ(getsockname(fd, &name.any, &length), 0);
	if (family == AF_INET)
		CHECK_EQ(name.v4.sin_addr.s_addr, expected.v4.sin_addr.s_addr);
	else
		CHECK_EQ(memcmp(&name.v6.sin6_addr, &expected.v6.sin6_addr, sizeof(name.v6.sin6_addr)), 0);
}

/* The way to the peer decides what the own address is, as long as there is a peer. */
static void check_chosen_address(void)
{
	union inet_address none = {.any.sa_family = AF_UNSPEC};
	int fd = OK(socket(family, SOCK_DGRAM, 0));

	check_own_address(fd, 0);
	CHECK_EQ(connect(fd, &to_a.any, inet_length(family)), 0);
	check_own_address(fd, 1);
	CHECK_EQ(connect(fd, &none.any, sizeof(none.any)), 0);
	check_own_address(fd, 0);
	CHECK_EQ(close(fd), 0);
}

/* Nobody is there: a connected socket is told, by the next call. */
static void check_refused(void)
{
	int gone = inet_datagram(family), fd = inet_datagram(family);
	union inet_address to = inet_loopback(family, inet_port(gone));
	char byte;

	CHECK_EQ(close(gone), 0);
	CHECK_EQ(sendto(fd, "x", 1, 0, &to.any, inet_length(family)), 1); /* not connected: nobody is told */
	CHECK_ERRNO(recv(fd, &byte, 1, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(connect(fd, &to.any, inet_length(family)), 0);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(inet_poll(fd, POLLIN, 5000) & POLLERR, POLLERR);
	CHECK_ERRNO(recv(fd, &byte, 1, 0), ECONNREFUSED);
	CHECK_ERRNO(recv(fd, &byte, 1, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(inet_poll(fd, POLLIN, 5000) & POLLERR, POLLERR);
	CHECK_ERRNO(send(fd, "x", 1, 0), ECONNREFUSED);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(inet_poll(fd, POLLIN, 5000) & POLLERR, POLLERR);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_ERROR), ECONNREFUSED);
	CHECK_EQ(close(fd), 0);
}

/* IP_RECVERR: one that is not connected is told, too. */
static void check_refused_to_anybody(void)
{
	int closed = inet_datagram(family), fd = inet_datagram(family), to = inet_port(closed);
	union inet_address address = inet_loopback(family, to);
	char byte;

	CHECK_EQ(close(closed), 0);
	inet_set(fd, family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6, family == AF_INET ? IP_RECVERR : IPV6_RECVERR, 1);
	CHECK_ERRNO(recv(fd, &byte, 1, MSG_ERRQUEUE), EAGAIN);
	CHECK_EQ(sendto(fd, "x", 1, 0, &address.any, inet_length(family)), 1);
	CHECK_ERRNO(recv(fd, &byte, 1, 0), ECONNREFUSED);
	CHECK_EQ(close(fd), 0);
}

static void check_errors(void)
{
	union inet_address to = to_b;
	char byte = 0;

	*(family == AF_INET ? &to.v4.sin_port : &to.v6.sin6_port) = 0;
	CHECK_ERRNO(sendto(a, &byte, 1, 0, &to.any, inet_length(family)), EINVAL);
	CHECK_ERRNO(sendto(a, &byte, 1, 0, &to_b.any, 4), EINVAL);
	CHECK_ERRNO(sendto(a, BAD_POINTER, 8, 0, &to_b.any, inet_length(family)), EFAULT);
	CHECK_ERRNO(sendto(a, &byte, 1, 0, BAD_POINTER, inet_length(family)), EFAULT);
	CHECK_EQ(sendto(a, "lost", 4, 0, &to_b.any, inet_length(family)), 4);
	CHECK_ERRNO(recv(b, BAD_POINTER, 8, 0), EFAULT);
	while (recv(b, &byte, 1, MSG_DONTWAIT) >= 0)
		;
	CHECK_ERRNO(shutdown(a, SHUT_RD), ENOTCONN);
	if (family == AF_INET) {
		int fd = OK(socket(AF_INET, SOCK_DGRAM, 0));
		to.v4.sin_addr.s_addr = htonl(INADDR_BROADCAST);
		to.v4.sin_port = htons(9);
		CHECK_ERRNO(sendto(fd, &byte, 1, 0, &to.any, sizeof(to.v4)), EACCES);
		CHECK_EQ(close(fd), 0);
	}
}

/* What finds no room is lost; what was taken stays whole and in order. */
static void check_full(void)
{
	static uint8_t bytes[1000];
	int sent = 0, got = 0;

	close_both();
	open_both(family);
	inet_set(b, SOL_SOCKET, SO_RCVBUF, 20000);
	for (uint32_t i = 0; i < 200; i++, sent++) {
		memcpy(bytes, &i, sizeof(i));
		CHECK_EQ(sendto(a, bytes, sizeof(bytes), 0, &to_b.any, inet_length(family)), sizeof(bytes));
	}
	for (uint32_t number, last = 0; recv(b, bytes, sizeof(bytes), MSG_DONTWAIT) == sizeof(bytes); got++) {
		memcpy(&number, bytes, sizeof(number));
		CHECK(got == 0 || number > last);
		last = number;
	}
	CHECK_OP(got, >, 5);
	CHECK_OP(got, <, sent);
}

int main(void)
{
	for (int i = 0; i < 2; i++) {
		open_both(i ? AF_INET6 : AF_INET);
		check_boundaries();
		check_connected();
		check_chosen_address();
		check_sizes();
		check_refused();
		check_refused_to_anybody();
		check_full();
		check_errors();
		close_both();
	}
	return 0;
}
