/* SPDX-License-Identifier: BSD-3-Clause */
/* Sockets: all of it is the kernel's. */
#include "port.h"
#include <sys/socket.h>

int socket(int family, int type, int protocol)
{
	return port_result(port_call(SYS_socket, family, type, protocol));
}

int socketpair(int family, int type, int protocol, int pair[2])
{
	return port_result(port_call(SYS_socketpair, family, type, protocol, pair));
}

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	return port_result(port_call(SYS_bind, fd, address, size));
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
	return port_result(port_block(SYS_connect, fd, address, size));
}

int listen(int fd, int backlog)
{
	return port_result(port_call(SYS_listen, fd, backlog));
}

int accept(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size)
{
	return port_result(port_block(SYS_accept, fd, address, size));
}

int accept4(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size, int flags)
{
	return port_result(port_block(SYS_accept4, fd, address, size, flags));
}

int getsockname(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size)
{
	return port_result(port_call(SYS_getsockname, fd, address, size));
}

int getpeername(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size)
{
	return port_result(port_call(SYS_getpeername, fd, address, size));
}

int getsockopt(int fd, int level, int name, void *__restrict value, socklen_t *__restrict size)
{
	return port_result(port_call(SYS_getsockopt, fd, level, name, value, size));
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	return port_result(port_call(SYS_setsockopt, fd, level, name, value, size));
}

int shutdown(int fd, int how)
{
	return port_result(port_call(SYS_shutdown, fd, how));
}

ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t to_size)
{
	return port_result(port_block(SYS_sendto, fd, bytes, size, flags, to, to_size));
}

ssize_t recvfrom(int fd, void *__restrict bytes, size_t size, int flags, struct sockaddr *__restrict from,
	socklen_t *__restrict from_size)
{
	return port_result(port_block(SYS_recvfrom, fd, bytes, size, flags, from, from_size));
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
	return sendto(fd, bytes, size, flags, NULL, 0);
}

ssize_t recv(int fd, void *bytes, size_t size, int flags)
{
	return recvfrom(fd, bytes, size, flags, NULL, NULL);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	return port_result(port_block(SYS_sendmsg, fd, message, flags));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	return port_result(port_block(SYS_recvmsg, fd, message, flags));
}
