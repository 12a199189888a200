/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting for descriptors, and descriptors made for that. */
#include "port.h"
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>

#define SET_BYTES 8

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds)
{
	return port_result(port_block(SYS_poll, descriptors, count, milliseconds));
}

/* The kernel writes the rest of the time back; POSIX does not let the caller see that. */
int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout, const __sigset_t *mask)
{
	struct timespec rest;
	if (timeout)
		rest = *timeout;
	return port_result(port_block(SYS_ppoll, descriptors, count, timeout ? &rest : NULL, mask, SET_BYTES));
}

int select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, struct timeval *timeout)
{
	return port_result(port_block(SYS_select, count, readable, writable, exceptional, timeout));
}

int pselect(int count, fd_set *readable, fd_set *writable, fd_set *exceptional, const struct timespec *timeout,
	const sigset_t *mask)
{
	struct timespec rest;
	struct {
		const sigset_t *set;
		size_t size;
	} kernel_mask = {mask, SET_BYTES};
	if (timeout)
		rest = *timeout;
	return port_result(
		port_block(SYS_pselect6, count, readable, writable, exceptional, timeout ? &rest : NULL, &kernel_mask));
}

int epoll_create1(int flags)
{
	return port_result(port_call(SYS_epoll_create1, flags));
}

int epoll_create(int size)
{
	if (size <= 0) {
		errno = EINVAL;
		return -1;
	}
	return epoll_create1(0);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
	return port_result(port_call(SYS_epoll_ctl, epoll, operation, fd, event));
}

int epoll_pwait(int epoll, struct epoll_event *events, int count, int milliseconds, const __sigset_t *mask)
{
	return port_result(port_block(SYS_epoll_pwait, epoll, events, count, milliseconds, mask, SET_BYTES));
}

int epoll_wait(int epoll, struct epoll_event *events, int count, int milliseconds)
{
	return epoll_pwait(epoll, events, count, milliseconds, NULL);
}

int eventfd(unsigned int count, int flags)
{
	return port_result(port_call(SYS_eventfd2, count, flags));
}

int eventfd_read(int fd, eventfd_t *value)
{
	return read(fd, value, sizeof(*value)) == sizeof(*value) ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t value)
{
	return write(fd, &value, sizeof(value)) == sizeof(value) ? 0 : -1;
}
