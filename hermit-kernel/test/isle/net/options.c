/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Options of sockets: defaults, what is set is read back, bounds and errors; TCP_NODELAY and TCP_CORK change when bytes
 * go, never which.
 */
#include "inet.h"

static void check_round_trip(int fd, int level, int name, int value)
{
	inet_set(fd, level, name, value);
	CHECK_EQ(inet_get(fd, level, name), value);
}

static void check_bad(int fd, int level, int name, int value, int error)
{
	CHECK_ERRNO(setsockopt(fd, level, name, &value, sizeof(value)), error);
}

static void check_tcp(void)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0));

	CHECK_EQ(inet_get(fd, IPPROTO_TCP, TCP_NODELAY), 0);
	CHECK_EQ(inet_get(fd, IPPROTO_TCP, TCP_KEEPIDLE), 7200);
	CHECK_EQ(inet_get(fd, IPPROTO_TCP, TCP_KEEPINTVL), 75);
	CHECK_EQ(inet_get(fd, IPPROTO_TCP, TCP_KEEPCNT), 9);
	check_round_trip(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	check_round_trip(fd, IPPROTO_TCP, TCP_NODELAY, 0);
	check_round_trip(fd, IPPROTO_TCP, TCP_CORK, 1);
	check_round_trip(fd, IPPROTO_TCP, TCP_CORK, 0);
	check_round_trip(fd, IPPROTO_TCP, TCP_KEEPIDLE, 10);
	check_round_trip(fd, IPPROTO_TCP, TCP_KEEPINTVL, 3);
	check_round_trip(fd, IPPROTO_TCP, TCP_KEEPCNT, 4);
	check_bad(fd, IPPROTO_TCP, TCP_KEEPIDLE, 0, EINVAL);
	check_bad(fd, IPPROTO_TCP, TCP_KEEPIDLE, 32768, EINVAL);
	check_bad(fd, IPPROTO_TCP, TCP_KEEPCNT, 128, EINVAL);
	check_bad(fd, IPPROTO_TCP, 12345, 1, ENOPROTOOPT);
	CHECK_ERRNO(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, BAD_POINTER, 4), EFAULT);
	CHECK_ERRNO(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, "", 1), EINVAL);
	CHECK_EQ(close(fd), 0);
}

static void check_socket(void)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0)), value;
	struct linger linger = {.l_onoff = 1, .l_linger = 7}, read_back;
	socklen_t length = sizeof(read_back);

	check_round_trip(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	check_round_trip(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	check_round_trip(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	check_round_trip(fd, SOL_SOCKET, SO_BROADCAST, 1);
	check_round_trip(fd, SOL_SOCKET, SO_OOBINLINE, 1);
	inet_set(fd, SOL_SOCKET, SO_RCVBUF, 20000);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_RCVBUF), 40000);
	inet_set(fd, SOL_SOCKET, SO_SNDBUF, 1);
	CHECK_OP(inet_get(fd, SOL_SOCKET, SO_SNDBUF), >, 2000); /* there is a least size */
	CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
	CHECK_EQ(getsockopt(fd, SOL_SOCKET, SO_LINGER, &read_back, &length), 0);
	CHECK_EQ(read_back.l_onoff, 1);
	CHECK_EQ(read_back.l_linger, 7);
	length = 1; /* a shorter answer */
	value = 0;
	CHECK_EQ(getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, &length), 0);
	CHECK_EQ(length, 1);
	CHECK_EQ(value, 1);
	length = (socklen_t)-1;
	CHECK_ERRNO(getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, &length), EINVAL);
	CHECK_EQ(close(fd), 0);
}

static void check_ip(void)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0)), v6 = OK(socket(AF_INET6, SOCK_STREAM, 0));

	CHECK_EQ(inet_get(fd, IPPROTO_IP, IP_TTL), 64);
	check_round_trip(fd, IPPROTO_IP, IP_TTL, 12);
	check_round_trip(fd, IPPROTO_IP, IP_RECVERR, 1);
	check_round_trip(fd, IPPROTO_IP, IP_RECVERR, 0);
	check_bad(fd, IPPROTO_IP, IP_TTL, 256, EINVAL);
	check_round_trip(fd, IPPROTO_IP, IP_TOS, 16);
	check_round_trip(v6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 12);
	check_round_trip(v6, IPPROTO_IPV6, IPV6_TCLASS, 16);
	check_round_trip(v6, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	check_bad(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1, ENOPROTOOPT);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(v6), 0);
}

static void check_cork(void)
{
	uint8_t bytes[3000];
	int ends[2];

	inet_pair(ends);
	inet_fill(bytes, sizeof(bytes), 0, 4);
	inet_set(ends[0], IPPROTO_TCP, TCP_CORK, 1);
	for (int i = 0; i < 3000; i += 30)
		CHECK_EQ(send(ends[0], bytes + i, 30, 0), 30);
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), MSG_DONTWAIT), -1); /* less than a segment of the loopback */
	CHECK_EQ(errno, EAGAIN);
	inet_set(ends[0], IPPROTO_TCP, TCP_CORK, 0);
	memset(bytes, 0, sizeof(bytes));
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), MSG_WAITALL), sizeof(bytes));
	inet_check(bytes, sizeof(bytes), 0, 4);
	CHECK_OP(inet_get(ends[0], IPPROTO_TCP, TCP_MAXSEG), >, 1000);
	inet_set(ends[0], IPPROTO_TCP, TCP_CORK, 1);
	CHECK_EQ(send(ends[0], bytes, 7, 0), 7);
	CHECK_EQ(inet_poll(ends[1], POLLIN, 20000), POLLIN); /* after 200 ms it goes all the same */
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), 0), 7);
	CHECK_EQ(send(ends[0], bytes, 9, 0), 9);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0); /* and with the end */
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), 0), 9);
	inet_close_pair(ends);
}

int main(void)
{
	check_tcp();
	check_socket();
	check_ip();
	check_cork();
	return 0;
}
