/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bind(2) and names: ports and addresses in use, not ours, of a wrong family or length; getsockname and getpeername in
 * all states; a low port is nothing special for root.
 */
#include "inet.h"

static void check_in_use(int type)
{
	int first = OK(socket(AF_INET, type, 0)), second = OK(socket(AF_INET, type, 0));
	union inet_address any = inet_loopback(AF_INET, 0);

	CHECK_EQ(inet_bind(first, AF_INET, 0), 0);
	int port = inet_port(first);
	CHECK_OP(port, >, 1023);
	CHECK_ERRNO(inet_bind(first, AF_INET, 0), EINVAL); /* bound already */
	CHECK_ERRNO(inet_bind(second, AF_INET, port), EADDRINUSE);
	any.v4.sin_addr.s_addr = INADDR_ANY;
	any.v4.sin_port = htons((uint16_t)port);
	CHECK_ERRNO(bind(second, &any.any, sizeof(any.v4)), EADDRINUSE);
	any.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1); /* 127.0.0.2 is another address */
	CHECK_EQ(bind(second, &any.any, sizeof(any.v4)), 0);
	CHECK_EQ(close(first), 0);
	first = OK(socket(AF_INET, type, 0));
	CHECK_EQ(inet_bind(first, AF_INET, port), 0); /* free again */
	CHECK_EQ(close(first), 0);
	CHECK_EQ(close(second), 0);
}

static void check_errors(int type)
{
	union inet_address address = inet_loopback(AF_INET, 0);
	int fd = OK(socket(AF_INET, type, 0));

	address.v4.sin_addr.s_addr = htonl(0xc0000201); /* 192.0.2.1, TEST-NET-1: nobody's */
	CHECK_ERRNO(bind(fd, &address.any, sizeof(address.v4)), EADDRNOTAVAIL);
	address = inet_loopback(AF_INET, 0);
	CHECK_ERRNO(bind(fd, &address.any, sizeof(address.v4) - 1), EINVAL);
	CHECK_ERRNO(bind(fd, &address.any, 1000), EINVAL);
	CHECK_ERRNO(bind(fd, BAD_POINTER, sizeof(address.v4)), EFAULT);
	address.any.sa_family = AF_UNIX;
	CHECK_ERRNO(bind(fd, &address.any, sizeof(address.v4)), EAFNOSUPPORT);
	CHECK_EQ(close(fd), 0);
	fd = OK(socket(AF_INET6, type, 0));
	address = inet_loopback(AF_INET6, 0);
	CHECK_ERRNO(bind(fd, &address.any, sizeof(address.v4)), EINVAL);
	address.v6.sin6_addr.s6_addr[0] = 0x20; /* 2000::1 */
	CHECK_ERRNO(bind(fd, &address.any, sizeof(address.v6)), EADDRNOTAVAIL);
	CHECK_EQ(close(fd), 0);
}

static void check_names(void)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0)), listener = inet_listen(AF_INET, 1), accepted;
	union inet_address address;
	socklen_t length = sizeof(address);

	CHECK_EQ(getsockname(fd, &address.any, &length), 0);
	CHECK_EQ(length, sizeof(address.v4));
	CHECK_EQ(address.v4.sin_addr.s_addr, INADDR_ANY);
	CHECK_EQ(address.v4.sin_port, 0);
	CHECK_ERRNO(getpeername(fd, &address.any, &length), ENOTCONN);
	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(listener)), 0);
	accepted = OK(accept(listener, NULL, NULL));
	length = sizeof(address);
	CHECK_EQ(getpeername(fd, &address.any, &length), 0);
	CHECK_EQ(ntohs(address.v4.sin_port), inet_port(listener));
	CHECK_EQ(ntohl(address.v4.sin_addr.s_addr), INADDR_LOOPBACK);
	length = sizeof(address);
	CHECK_EQ(getpeername(accepted, &address.any, &length), 0);
	CHECK_EQ(ntohs(address.v4.sin_port), inet_port(fd));
	length = 4; /* as much as fits, and how long it would be */
	memset(&address, 0xee, sizeof(address));
	CHECK_EQ(getsockname(fd, &address.any, &length), 0);
	CHECK_EQ(length, sizeof(address.v4));
	CHECK_EQ(address.v4.sin_addr.s_addr, 0xeeeeeeee);
	length = (socklen_t)-1;
	CHECK_ERRNO(getsockname(fd, &address.any, &length), EINVAL);
	length = sizeof(address);
	CHECK_ERRNO(getsockname(fd, BAD_POINTER, &length), EFAULT);
	CHECK_ERRNO(getsockname(fd, &address.any, BAD_POINTER), EFAULT);
	CHECK_ERRNO(getsockname(0, &address.any, &length), ENOTSOCK);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(accepted), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_sockets(void)
{
	CHECK_ERRNO(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), EPROTONOSUPPORT);
	CHECK_ERRNO(socket(AF_INET, SOCK_SEQPACKET, 0), ESOCKTNOSUPPORT);
	CHECK_ERRNO(socket(AF_INET, SOCK_STREAM | 0x100, 0), EINVAL);
	CHECK_ERRNO(socket(12345, SOCK_STREAM, 0), EAFNOSUPPORT);
	int fd = OK(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
	CHECK_EQ(OK(fcntl(fd, F_GETFD)), FD_CLOEXEC);
	CHECK_EQ(OK(fcntl(fd, F_GETFL)), O_RDWR | O_NONBLOCK);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_DOMAIN), AF_INET);
	CHECK_EQ(inet_get(fd, SOL_SOCKET, SO_PROTOCOL), IPPROTO_TCP);
	CHECK_EQ(close(fd), 0);
}

int main(void)
{
	check_in_use(SOCK_STREAM);
	check_in_use(SOCK_DGRAM);
	check_errors(SOCK_STREAM);
	check_errors(SOCK_DGRAM);
	check_names();
	check_sockets();
	return 0;
}
