/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A reader that takes its bytes in bursts of odd sizes, with pauses longer than the sender's timers, gets them whole:
 * the window closes, is opened by less than a segment, and is probed. Receive buffers of several sizes.
 * @cores 4
 * @timeout 60
 */
#include "inet.h"

#define TOTAL (3u << 20)

static const int receive_buffers[] = {4096, 30000, 70000, 200000, 0};

static void *send_all(void *end)
{
	int fd = *(int *)end;

	inet_send_stream(fd, TOTAL, 1);
	CHECK_EQ(shutdown(fd, SHUT_WR), 0);
	return NULL;
}

static void receive_in_bursts(int fd, uint64_t seed)
{
	static __thread uint8_t bytes[100000];
	uint64_t random = seed, done = 0, next_pause = 0;
	ssize_t got;

	while ((got = OK(recv(fd, bytes, 1 + test_random(&random) % sizeof(bytes), 0)))) {
		inet_check(bytes, (size_t)got, done, 1);
		done += (uint64_t)got;
		if (done < next_pause)
			continue;
		test_sleep_ms(50 + (int)(test_random(&random) % 200));
		next_pause = done + TOTAL / 20;
	}
	CHECK_EQ(done, TOTAL);
}

static void *exchange(void *number)
{
	int family = *(const int *)number ? AF_INET : AF_INET6, size = *(const int *)number;
	int listener = inet_listen(family, 1), ends[2];

	if (size)
		inet_set(listener, SOL_SOCKET, SO_RCVBUF, size);
	ends[0] = inet_dial(family, inet_port(listener));
	ends[1] = OK(accept(listener, NULL, NULL));
	CHECK_EQ(close(listener), 0);
	pthread_t sender = test_thread(send_all, &ends[0]);
	receive_in_bursts(ends[1], (uint64_t)size);
	test_join(sender);
	inet_close_pair(ends);
	return NULL;
}

int main(void)
{
	pthread_t threads[sizeof(receive_buffers) / sizeof(receive_buffers[0])];
	int count = sizeof(threads) / sizeof(threads[0]);

	for (int i = 0; i < count; i++)
		threads[i] = test_thread(exchange, (void *)&receive_buffers[i]);
	for (int i = 0; i < count; i++)
		test_join(threads[i]);
	return 0;
}
