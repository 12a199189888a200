/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A full backlog holds connections up but loses none: 40 clients connect to a listener with a backlog of 4 that accepts
 * late; all get through and are served. A large backlog takes 600 connections before the first is accepted.
 * @cores 4
 * @timeout 60
 */
#include <sys/resource.h>
#include "inet.h"

#define CLIENTS 40
#define MANY    600

static int port;

static void *client(void *number)
{
	int fd = inet_dial(AF_INET, port);
	char byte = (char)(long)number, answer;

	CHECK_EQ(send(fd, &byte, 1, 0), 1);
	CHECK_EQ(recv(fd, &answer, 1, 0), 1);
	CHECK_EQ(answer, byte);
	CHECK_EQ(close(fd), 0);
	return NULL;
}

static void check_small(void)
{
	int listener = inet_listen(AF_INET, 4);
	pthread_t threads[CLIENTS];
	char byte;

	port = inet_port(listener);
	for (long i = 0; i < CLIENTS; i++)
		threads[i] = test_thread(client, (void *)i);
	test_sleep_ms(200);
	for (int i = 0; i < CLIENTS; i++) {
		int fd = OK(accept(listener, NULL, NULL));
		CHECK_EQ(recv(fd, &byte, 1, 0), 1);
		CHECK_EQ(send(fd, &byte, 1, 0), 1);
		CHECK_EQ(close(fd), 0);
	}
	for (int i = 0; i < CLIENTS; i++)
		test_join(threads[i]);
	CHECK_EQ(close(listener), 0);
}

static void check_large(void)
{
	static int clients[MANY];
	int listener = inet_listen(AF_INET, MANY);

	for (int i = 0; i < MANY; i++)
		clients[i] = inet_dial(AF_INET, inet_port(listener));
	for (int i = 0; i < MANY; i++)
		CHECK_EQ(close(OK(accept(listener, NULL, NULL))), 0);
	for (int i = 0; i < MANY; i++)
		CHECK_EQ(close(clients[i]), 0);
	CHECK_EQ(close(listener), 0);
}

int main(void)
{
	struct rlimit limit;

	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_cur < 2048) {
		limit.rlim_cur = limit.rlim_max < 2048 ? limit.rlim_max : 2048;
		CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	}
	check_small();
	check_large();
	return 0;
}
