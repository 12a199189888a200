/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 1000 TCP connections at once, served by one thread with epoll: all clients send and get their answers; then all are
 * closed, and the server sees each end.
 * @cores 4
 * @timeout 60
 */
#include <sys/epoll.h>
#include <sys/resource.h>
#include "inet.h"

#define CONNECTIONS 1000
#define ROUNDS      5

static int listener;

static void echo(int fd, int *open_count)
{
	char bytes[256];
	ssize_t got = OK(recv(fd, bytes, sizeof(bytes), 0));

	if (got) {
		CHECK_EQ(send(fd, bytes, (size_t)got, 0), got);
		return;
	}
	CHECK_EQ(close(fd), 0);
	--*open_count;
}

static void *serve(void *unused TEST_UNUSED)
{
	int epoll = OK(epoll_create1(0)), accepted = 0, open_count = 0;
	struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];

	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event), 0);
	while (accepted < CONNECTIONS || open_count > 0) {
		int count = OK(epoll_wait(epoll, events, 64, -1));
		for (int i = 0; i < count; i++) {
			if (events[i].data.fd != listener) {
				echo(events[i].data.fd, &open_count);
				continue;
			}
			event.data.fd = OK(accept4(listener, NULL, NULL, SOCK_NONBLOCK));
			CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event), 0);
			accepted++;
			open_count++;
		}
	}
	CHECK_EQ(close(epoll), 0);
	return NULL;
}

int main(void)
{
	static int clients[CONNECTIONS];
	struct rlimit limit;
	pthread_t server;
	int number;

	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_cur < 4 * CONNECTIONS) {
		limit.rlim_cur = 4 * CONNECTIONS < limit.rlim_max ? 4 * CONNECTIONS : limit.rlim_max;
		CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	}
	listener = inet_listen(AF_INET, 1024);
	server = test_thread(serve, NULL);
	for (int i = 0; i < CONNECTIONS; i++)
		clients[i] = inet_dial(AF_INET, inet_port(listener));
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CONNECTIONS; i++) {
			number = round * CONNECTIONS + i;
			CHECK_EQ(send(clients[i], &number, sizeof(number), 0), sizeof(number));
		}
		for (int i = 0; i < CONNECTIONS; i++) {
			CHECK_EQ(recv(clients[i], &number, sizeof(number), MSG_WAITALL), sizeof(number));
			CHECK_EQ(number, round * CONNECTIONS + i);
		}
	}
	for (int i = 0; i < CONNECTIONS; i++)
		CHECK_EQ(close(clients[i]), 0);
	test_join(server);
	CHECK_EQ(close(listener), 0);
	return 0;
}
