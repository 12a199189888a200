/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 16 client threads and 16 server threads, each pair with connections of its own, send and echo checked bytes in pieces
 * of all sizes, all at once.
 * @cores 4
 * @timeout 60
 */
#include "inet.h"

#define PAIRS       16
#define CONNECTIONS 4
#define TOTAL       (400 << 10)

static int listener;

static void *serve(void *unused TEST_UNUSED)
{
	static __thread char bytes[30000];

	for (int i = 0; i < CONNECTIONS; i++) {
		int fd = OK(accept(listener, NULL, NULL));
		ssize_t got;
		while ((got = OK(recv(fd, bytes, sizeof(bytes), 0))) > 0)
			CHECK_EQ(send(fd, bytes, (size_t)got, 0), got);
		CHECK_EQ(close(fd), 0);
	}
	return NULL;
}

struct stream {
	int fd;
	uint64_t seed;
};

static void *receive(void *argument)
{
	struct stream *stream = argument;
	char byte;

	inet_receive_stream(stream->fd, TOTAL, stream->seed);
	CHECK_EQ(recv(stream->fd, &byte, 1, 0), 0);
	return NULL;
}

static void *talk(void *number)
{
	for (int i = 0; i < CONNECTIONS; i++) {
		struct stream stream = {
			inet_dial(AF_INET, inet_port(listener)), (uint64_t)(long)number * 100 + (uint64_t)i};
		pthread_t receiver = test_thread(receive, &stream);
		inet_send_stream(stream.fd, TOTAL, stream.seed);
		CHECK_EQ(shutdown(stream.fd, SHUT_WR), 0);
		test_join(receiver);
		CHECK_EQ(close(stream.fd), 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t servers[PAIRS], clients[PAIRS];

	listener = inet_listen(AF_INET, PAIRS);
	for (long i = 0; i < PAIRS; i++) {
		servers[i] = test_thread(serve, NULL);
		clients[i] = test_thread(talk, (void *)i);
	}
	for (int i = 0; i < PAIRS; i++) {
		test_join(clients[i]);
		test_join(servers[i]);
	}
	CHECK_EQ(close(listener), 0);
	return 0;
}
