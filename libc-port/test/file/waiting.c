/* SPDX-License-Identifier: BSD-3-Clause */
/* Pipes, eventfd, epoll, poll and select: what is ready is told, and time-outs pass. */
#include "test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;
	CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
	CHECK_FAILS(read(ends[0], &byte, 1), EAGAIN);
	struct pollfd wanted = {.fd = ends[0], .events = POLLIN};
	CHECK_EQ(poll(&wanted, 1, 10), 0);
	CHECK_EQ(write(ends[1], "x", 1), 1);
	CHECK_EQ(poll(&wanted, 1, 1000), 1);
	CHECK_EQ(wanted.revents, POLLIN);

	fd_set set;
	struct timeval time = {.tv_usec = 10000};
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	CHECK_EQ(select(ends[0] + 1, &set, NULL, NULL, &time), 1);
	CHECK(FD_ISSET(ends[0], &set));

	int event = eventfd(0, EFD_NONBLOCK), epoll = epoll_create1(0);
	struct epoll_event interest = {.events = EPOLLIN, .data.u64 = 77}, ready;
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &interest), 0);
	CHECK_EQ(epoll_wait(epoll, &ready, 1, 10), 0);
	CHECK_EQ(eventfd_write(event, 5), 0);
	CHECK_EQ(epoll_wait(epoll, &ready, 1, 1000), 1);
	CHECK_EQ(ready.data.u64, 77);
	eventfd_t value;
	CHECK_EQ(eventfd_read(event, &value), 0);
	CHECK_EQ(value, 5);
	close(ends[1]);
	CHECK_EQ(read(ends[0], &byte, 1), 1);
	CHECK_EQ(read(ends[0], &byte, 1), 0);
	return 0;
}
