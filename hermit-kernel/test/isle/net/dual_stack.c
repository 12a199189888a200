/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An AF_INET6 socket carries IPv4 as ::ffff:a.b.c.d, unless IPV6_V6ONLY: listeners, connections, datagrams, and who is
 * in whose way at bind(2).
 */
#include "inet.h"

static const struct in6_addr mapped_loopback = {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1}}};

static int any_socket(int family, int type, int port, bool only)
{
	union inet_address address;
	int fd = OK(socket(family, type, 0));

	memset(&address, 0, sizeof(address));
	address.any.sa_family = (sa_family_t)family;
	if (family == AF_INET6)
		inet_set(fd, IPPROTO_IPV6, IPV6_V6ONLY, only);
	*(family == AF_INET ? &address.v4.sin_port : &address.v6.sin6_port) = htons((uint16_t)port);
	if (bind(fd, &address.any, inet_length(family))) {
		CHECK_EQ(errno, EADDRINUSE);
		CHECK_EQ(close(fd), 0);
		return -1;
	}
	return fd;
}

/* A port that nobody has in either family, nor had until a moment ago: a connection in TIME-WAIT holds its half. */
static int free_port(int type)
{
	int both = any_socket(AF_INET6, type, 0, false), port = inet_port(both);

	CHECK_EQ(close(both), 0);
	return port;
}

static void check_names(int fd, bool mapped)
{
	union inet_address address;
	socklen_t length = sizeof(address);

	CHECK_EQ(getpeername(fd, &address.any, &length), 0);
	CHECK_EQ(length, sizeof(address.v6));
	CHECK_EQ(address.v6.sin6_family, AF_INET6);
	CHECK_EQ(IN6_IS_ADDR_V4MAPPED(&address.v6.sin6_addr), mapped);
	CHECK(memcmp(&address.v6.sin6_addr, mapped ? &mapped_loopback : &in6addr_loopback, 16) == 0);
	CHECK_EQ(getsockname(fd, &address.any, &length), 0);
	CHECK(memcmp(&address.v6.sin6_addr, mapped ? &mapped_loopback : &in6addr_loopback, 16) == 0);
}

static void check_listener(void)
{
	int listener = any_socket(AF_INET6, SOCK_STREAM, 0, false), port = inet_port(listener);
	union inet_address address;
	char byte;

	CHECK_EQ(listen(listener, 4), 0);
	for (int i = 0; i < 2; i++) {
		int fd = inet_dial(i ? AF_INET6 : AF_INET, port), other = OK(accept(listener, NULL, NULL));
		check_names(other, i == 0);
		CHECK_EQ(send(fd, "x", 1, 0), 1);
		CHECK_EQ(recv(other, &byte, 1, 0), 1);
		CHECK_EQ(close(fd), 0);
		CHECK_EQ(close(other), 0);
	}
	int fd = OK(socket(AF_INET6, SOCK_STREAM, 0)); /* a client that writes IPv4 as IPv6 */
	address = inet_loopback(AF_INET6, port);
	address.v6.sin6_addr = mapped_loopback;
	CHECK_EQ(connect(fd, &address.any, sizeof(address.v6)), 0);
	check_names(fd, true);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_only(void)
{
	int port = free_port(SOCK_STREAM), listener = OK(any_socket(AF_INET6, SOCK_STREAM, port, true));
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0));
	union inet_address address = inet_loopback(AF_INET6, port);

	CHECK_EQ(inet_get(listener, IPPROTO_IPV6, IPV6_V6ONLY), 1);
	CHECK_EQ(listen(listener, 4), 0);
	CHECK_ERRNO(inet_connect(fd, AF_INET, port), ECONNREFUSED);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(inet_dial(AF_INET6, port)), 0);
	fd = any_socket(AF_INET, SOCK_STREAM, port, false); /* the IPv4 half is free */
	CHECK_OP(fd, >=, 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
	fd = OK(socket(AF_INET6, SOCK_STREAM, 0));
	inet_set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	address.v6.sin6_addr = mapped_loopback;
	CHECK_ERRNO(connect(fd, &address.any, sizeof(address.v6)), ENETUNREACH);
	CHECK_EQ(close(fd), 0);
}

static void check_in_the_way(int type)
{
	int both = any_socket(AF_INET6, type, 0, false), port = inet_port(both);
	int on = 1;

	CHECK_EQ(any_socket(AF_INET, type, port, false), -1);
	CHECK_EQ(any_socket(AF_INET6, type, port, true), -1);
	CHECK_ERRNO(setsockopt(both, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)), EINVAL); /* too late */
	CHECK_EQ(close(both), 0);
	int v4 = any_socket(AF_INET, type, free_port(type), false);
	CHECK_EQ(any_socket(AF_INET6, type, inet_port(v4), false), -1);
	both = any_socket(AF_INET6, type, inet_port(v4), true);
	CHECK_OP(both, >=, 0);
	CHECK_EQ(close(v4), 0);
	CHECK_EQ(close(both), 0);
}

static void check_datagrams(void)
{
	int both = any_socket(AF_INET6, SOCK_DGRAM, 0, false), port = inet_port(both);
	union inet_address to, from;
	socklen_t length;
	char byte;

	for (int i = 0; i < 2; i++) {
		int fd = inet_datagram(i ? AF_INET6 : AF_INET);
		to = inet_loopback(i ? AF_INET6 : AF_INET, port);
		CHECK_EQ(sendto(fd, "q", 1, 0, &to.any, inet_length(to.any.sa_family)), 1);
		length = sizeof(from);
		CHECK_EQ(recvfrom(both, &byte, 1, 0, &from.any, &length), 1);
		CHECK_EQ(length, sizeof(from.v6));
		CHECK_EQ(from.v6.sin6_family, AF_INET6);
		CHECK_EQ(IN6_IS_ADDR_V4MAPPED(&from.v6.sin6_addr), i == 0);
		CHECK_EQ(ntohs(from.v6.sin6_port), inet_port(fd));
		CHECK_EQ(sendto(both, "a", 1, 0, &from.any, length), 1); /* and back the same way */
		CHECK_EQ(recv(fd, &byte, 1, 0), 1);
		CHECK_EQ(byte, 'a');
		CHECK_EQ(close(fd), 0);
	}
	CHECK_EQ(close(both), 0);
}

int main(void)
{
	check_listener();
	check_only();
	check_in_the_way(SOCK_STREAM);
	check_in_the_way(SOCK_DGRAM);
	check_datagrams();
	return 0;
}
