/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 2000 short connections, one after the other, by two clients: question, answer, end. No port runs out, nothing hangs;
 * on an isle the kernel's memory is the same afterwards, when no connection waits in TIME-WAIT any more.
 * @cores 4
 * @timeout 90
 */
#include "inet.h"

#define CLIENTS     2
#define CONNECTIONS 1000

static int listener;

static long memory_free(void)
{
	char *text = test_read_file("/proc/meminfo"), *line = strstr(text, "MemFree:");
	long kib;

	CHECK(line);
	kib = atol(line + strlen("MemFree:"));
	free(text);
	return kib;
}

static void *serve(void *unused TEST_UNUSED)
{
	char question[100];

	for (int i = 0; i < CLIENTS * CONNECTIONS; i++) {
		int fd = OK(accept(listener, NULL, NULL));
		CHECK_EQ(recv(fd, question, sizeof(question), MSG_WAITALL), sizeof(question));
		CHECK_EQ(send(fd, question, 10, 0), 10);
		CHECK_EQ(close(fd), 0);
	}
	return NULL;
}

static void *ask(void *unused TEST_UNUSED)
{
	char bytes[100] = "0123456789";

	for (int i = 0; i < CONNECTIONS; i++) {
		int fd = inet_dial(AF_INET, inet_port(listener));
		CHECK_EQ(send(fd, bytes, sizeof(bytes), 0), sizeof(bytes));
		CHECK_EQ(recv(fd, bytes, sizeof(bytes), MSG_WAITALL), 10);
		CHECK_EQ(close(fd), 0);
	}
	return NULL;
}

static void run(void)
{
	pthread_t clients[CLIENTS], server = test_thread(serve, NULL);

	for (int i = 0; i < CLIENTS; i++)
		clients[i] = test_thread(ask, NULL);
	for (int i = 0; i < CLIENTS; i++)
		test_join(clients[i]);
	test_join(server);
}

int main(void)
{
	long before;

	listener = inet_listen(AF_INET, 16);
	run(); /* the first time fills caches */
	if (!test_on_isle())
		return 0;
	test_sleep_ms(6000);
	before = memory_free();
	run();
	test_sleep_ms(6000); /* TIME-WAIT */
	CHECK_OP(before - memory_free(), <, 400);
	return 0;
}
