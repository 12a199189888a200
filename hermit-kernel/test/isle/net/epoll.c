/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epoll on TCP and UDP sockets: level and edge triggered, EPOLLRDHUP, EPOLLONESHOT, EPOLLOUT after the connection was
 * full, listeners, connections that fail.
 */
#include <sys/epoll.h>
#include "inet.h"

static int epoll;

static uint32_t next(int ms)
{
	struct epoll_event event;

	return OK(epoll_wait(epoll, &event, 1, ms)) == 0 ? 0 : event.events;
}

static void control(int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	CHECK_EQ(epoll_ctl(epoll, operation, fd, &event), 0);
}

static void check_level(void)
{
	int ends[2];
	char bytes[4];

	inet_pair(ends);
	control(EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLRDHUP);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(send(ends[1], "ab", 2, 0), 2);
	CHECK_EQ(next(5000), EPOLLIN);
	CHECK_EQ(recv(ends[0], bytes, 1, 0), 1);
	CHECK_EQ(next(0), EPOLLIN);
	CHECK_EQ(recv(ends[0], bytes, 1, 0), 1);
	CHECK_EQ(next(0), 0);
	control(EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP);
	CHECK_EQ(next(0), EPOLLOUT);
	CHECK_EQ(shutdown(ends[1], SHUT_WR), 0);
	test_sleep_ms(20);
	CHECK_EQ(next(0), EPOLLIN | EPOLLOUT | EPOLLRDHUP);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0);
	test_sleep_ms(20);
	CHECK_EQ(next(0), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLHUP);
	inet_close_pair(ends);
	CHECK_EQ(next(0), 0); /* closing took it out */
}

static void check_edge(void)
{
	int ends[2];
	char bytes[4];

	inet_pair(ends);
	control(EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
	CHECK_EQ(next(0), EPOLLOUT);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(send(ends[1], "ab", 2, 0), 2);
	CHECK_EQ(next(5000), EPOLLIN | EPOLLOUT);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(recv(ends[0], bytes, 1, 0), 1);
	CHECK_EQ(next(0), 0); /* still a byte, but no news */
	CHECK_EQ(send(ends[1], "c", 1, 0), 1);
	CHECK_EQ(next(5000) & EPOLLIN, EPOLLIN);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(next(5000) & (EPOLLIN | EPOLLRDHUP), EPOLLIN | EPOLLRDHUP);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(close(ends[0]), 0);
}

/* An edge when there is room again, and none before. */
static void check_output_edge(void)
{
	static char bytes[1 << 20];
	int ends[2];

	inet_pair(ends);
	control(EPOLL_CTL_ADD, ends[0], EPOLLOUT | EPOLLET);
	CHECK_EQ(next(0), EPOLLOUT);
	inet_fill_up(ends[0]);
	while (next(0))
		;
	CHECK_EQ(next(50), 0);
	inet_nonblocking(ends[1]);
	for (int i = 0; i < 500; i++) {
		while (recv(ends[1], bytes, sizeof(bytes), 0) > 0)
			;
		CHECK_EQ(errno, EAGAIN);
		if (next(10))
			break;
		CHECK_OP(i, <, 499);
	}
	CHECK_EQ(send(ends[0], bytes, 1, MSG_DONTWAIT), 1);
	inet_close_pair(ends);
}

static void check_one_shot(void)
{
	int ends[2];

	inet_pair(ends);
	control(EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLONESHOT);
	CHECK_EQ(send(ends[1], "x", 1, 0), 1);
	CHECK_EQ(next(5000), EPOLLIN);
	CHECK_EQ(send(ends[1], "x", 1, 0), 1);
	CHECK_EQ(next(20), 0);
	control(EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT);
	CHECK_EQ(next(0), EPOLLIN);
	CHECK_EQ(next(0), 0);
	inet_close_pair(ends);
}

static void check_listener(void)
{
	int listener = inet_listen(AF_INET, 8), clients[2];

	control(EPOLL_CTL_ADD, listener, EPOLLIN | EPOLLET);
	CHECK_EQ(next(0), 0);
	for (int i = 0; i < 2; i++) {
		clients[i] = inet_dial(AF_INET, inet_port(listener));
		CHECK_EQ(next(5000), EPOLLIN);
		CHECK_EQ(next(0), 0);
	}
	CHECK_EQ(close(listener), 0);
	for (int i = 0; i < 2; i++) {
		control(EPOLL_CTL_ADD, clients[i], EPOLLIN);
		CHECK_EQ(next(5000), EPOLLIN | EPOLLERR | EPOLLHUP);
		CHECK_EQ(close(clients[i]), 0);
	}
}

static void check_connecting(void)
{
	int listener = inet_listen(AF_INET, 8), fd = OK(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));

	control(EPOLL_CTL_ADD, fd, EPOLLOUT | EPOLLIN | EPOLLET);
	next(0); /* EPOLLOUT | EPOLLHUP: not connected */
	if (inet_connect(fd, AF_INET, inet_port(listener)))
		CHECK_EQ(errno, EINPROGRESS);
	CHECK_EQ(next(5000), EPOLLOUT);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_datagrams(void)
{
	int fd = inet_datagram(AF_INET);
	char byte;

	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(fd)), 0);
	control(EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLOUT | EPOLLET);
	CHECK_EQ(next(0), EPOLLOUT);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(next(5000), EPOLLIN | EPOLLOUT);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(next(5000), EPOLLIN | EPOLLOUT);
	CHECK_EQ(recv(fd, &byte, 1, 0), 1);
	control(EPOLL_CTL_MOD, fd, EPOLLIN);
	CHECK_EQ(next(0), EPOLLIN);
	CHECK_EQ(recv(fd, &byte, 1, 0), 1);
	CHECK_EQ(next(0), 0);
	CHECK_EQ(close(fd), 0);
}

int main(void)
{
	epoll = OK(epoll_create1(0));
	check_level();
	check_edge();
	check_output_edge();
	check_one_shot();
	check_listener();
	check_connecting();
	check_datagrams();
	return 0;
}
