/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Edge-triggered and one-shot epoll: one report for each arrival, re-arming by MOD, hang-ups, both directions at once.
 */
#include <sys/epoll.h>
#include <sys/socket.h>
#include "test.h"

static int epoll, ends[2], sockets[2];

static uint32_t next(void)
{
	struct epoll_event event;

	return OK(epoll_wait(epoll, &event, 1, 0)) == 0 ? 0 : event.events;
}

static void control(int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	CHECK_EQ(epoll_ctl(epoll, operation, fd, &event), 0);
}

static void check_edge(void)
{
	char byte;

	control(EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLET);
	CHECK_EQ(next(), 0);
	CHECK_EQ(write(ends[1], "ab", 2), 2);
	CHECK_EQ(next(), EPOLLIN);
	CHECK_EQ(next(), 0);
	CHECK_EQ(read(ends[0], &byte, 1), 1);
	CHECK_EQ(next(), 0); /* still a byte, but no news */
	CHECK_EQ(write(ends[1], "c", 1), 1);
	CHECK_EQ(next(), EPOLLIN);
	CHECK_EQ(next(), 0);
	control(EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET); /* looks anew */
	CHECK_EQ(next(), EPOLLIN);
	CHECK_EQ(next(), 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(next() & (EPOLLIN | EPOLLHUP), EPOLLIN | EPOLLHUP);
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_DEL, ends[0], NULL), 0);
}

static void check_one_shot(void)
{
	control(EPOLL_CTL_ADD, sockets[0], EPOLLIN | EPOLLONESHOT);
	CHECK_EQ(write(sockets[1], "x", 1), 1);
	CHECK_EQ(next(), EPOLLIN);
	CHECK_EQ(write(sockets[1], "x", 1), 1);
	CHECK_EQ(next(), 0);
	control(EPOLL_CTL_MOD, sockets[0], EPOLLIN | EPOLLONESHOT);
	CHECK_EQ(next(), EPOLLIN);
	CHECK_EQ(next(), 0);
	control(EPOLL_CTL_MOD, sockets[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP);
	CHECK_EQ(next(), EPOLLIN | EPOLLOUT);
	CHECK_EQ(close(sockets[1]), 0);
	CHECK_EQ(next() & (EPOLLHUP | EPOLLRDHUP), EPOLLHUP | EPOLLRDHUP);
}

/* Writable after it was full: one edge. */
static void check_output_edge(void)
{
	static char bytes[65536];
	int out[2];

	CHECK_EQ(pipe2(out, O_NONBLOCK), 0);
	control(EPOLL_CTL_ADD, out[1], EPOLLOUT | EPOLLET);
	CHECK_EQ(next(), EPOLLOUT);
	CHECK_EQ(next(), 0);
	CHECK_EQ(write(out[1], bytes, sizeof(bytes)), sizeof(bytes));
	CHECK_ERRNO(write(out[1], bytes, 1), EAGAIN);
	CHECK_EQ(next(), 0);
	CHECK_EQ(read(out[0], bytes, sizeof(bytes)), sizeof(bytes));
	CHECK_EQ(next(), EPOLLOUT);
	CHECK_EQ(next(), 0);
}

int main(void)
{
	epoll = OK(epoll_create1(0));
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	check_edge();
	check_one_shot();
	epoll = OK(epoll_create1(0));
	check_output_edge();
	return 0;
}
