/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epoll in epoll, epoll in poll, loops refused (ELOOP), closed descriptors forgotten, duplicates kept apart.
 */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include "test.h"

static void add(int epoll, int fd, uint64_t data)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = data};

	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), 0);
}

static void check_nesting(void)
{
	int inner = OK(epoll_create1(0)), outer = OK(epoll_create1(0)), fd = OK(eventfd(0, EFD_NONBLOCK));
	struct pollfd entry = {.fd = outer, .events = POLLIN};
	struct epoll_event event = {.events = EPOLLIN};
	uint64_t one = 1;

	add(inner, fd, 1);
	add(outer, inner, 2);
	CHECK_EQ(epoll_wait(outer, &event, 1, 0), 0);
	CHECK_EQ(poll(&entry, 1, 0), 0);
	CHECK_EQ(write(fd, &one, 8), 8);
	CHECK_EQ(poll(&entry, 1, 0), 1);
	CHECK_EQ(epoll_wait(outer, &event, 1, 0), 1);
	CHECK_EQ(event.data.u64, 2);
	CHECK_EQ(epoll_wait(inner, &event, 1, 0), 1);
	CHECK_EQ(event.data.u64, 1);
	CHECK_EQ(read(fd, &one, 8), 8);
	CHECK_EQ(epoll_wait(outer, &event, 1, 0), 0);
	CHECK_ERRNO(epoll_ctl(inner, EPOLL_CTL_ADD, outer, &event), ELOOP);
}

/* A registration belongs to the open description: it goes with the last descriptor of it. */
static void check_closing(void)
{
	int epoll = OK(epoll_create1(0)), fd = OK(eventfd(1, EFD_NONBLOCK)), copy = OK(dup(fd));
	struct epoll_event events[2];

	add(epoll, fd, 10);
	add(epoll, copy, 20);
	CHECK_EQ(epoll_wait(epoll, events, 2, 0), 2);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(epoll_wait(epoll, events, 2, 0), 2); /* the copy keeps the description alive */
	CHECK_EQ(close(copy), 0);
	CHECK_EQ(epoll_wait(epoll, events, 2, 0), 0);
	fd = OK(eventfd(1, EFD_NONBLOCK));
	add(epoll, fd, 30);
	CHECK_EQ(epoll_wait(epoll, events, 2, 0), 1);
	CHECK_EQ(events[0].data.u64, 30);
}

int main(void)
{
	check_nesting();
	check_closing();
	return 0;
}
