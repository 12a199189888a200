/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals all the time, some with SA_RESTART and some without, while bytes go both ways over TCP: nothing is lost,
 * doubled or out of order.
 * @cores 4
 * @timeout 60
 */
#include "inet.h"

#define TOTAL   (6u << 20) /* at least, and … */
#define SIGNALS 20         /* … until so many were handled */

static volatile bool done;
static volatile int signals;
static _Atomic int finished;
static pthread_t targets[2];
static int ends[2];

static void on_signal(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	signals++;
}

static void *storm(void *unused TEST_UNUSED)
{
	for (int i = 0; !done; i++) {
		pthread_kill(targets[i % 2], i % 3 ? SIGUSR1 : SIGUSR2);
		usleep(200);
	}
	return NULL;
}

static void finish(void)
{
	finished++;
	while (!done)
		usleep(1000);
}

static void *send_all(void *unused TEST_UNUSED)
{
	static uint8_t bytes[50000];
	uint64_t at = 0;

	while (at < TOTAL || signals < SIGNALS) {
		size_t size = sizeof(bytes);
		inet_fill(bytes, size, at, 8);
		for (size_t sent = 0; sent < size;) {
			ssize_t part = send(ends[0], bytes + sent, size - sent, 0);
			if (part < 0)
				CHECK_EQ(errno, EINTR);
			else
				sent += (size_t)part;
		}
		at += size;
	}
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0);
	finish();
	return NULL;
}

static void *receive_all(void *unused TEST_UNUSED)
{
	static uint8_t bytes[33333];
	uint64_t at = 0;

	for (;;) {
		ssize_t got = recv(ends[1], bytes, sizeof(bytes), MSG_WAITALL);
		if (got < 0) {
			CHECK_EQ(errno, EINTR);
			continue;
		}
		if (!got)
			break;
		inet_check(bytes, (size_t)got, at, 8);
		at += (uint64_t)got;
	}
	finish();
	return NULL;
}

int main(void)
{
	inet_pair(ends);
	test_handle(SIGUSR1, on_signal, 0);
	test_handle(SIGUSR2, on_signal, SA_RESTART);
	targets[0] = test_thread(send_all, NULL);
	targets[1] = test_thread(receive_all, NULL);
	pthread_t stormer = test_thread(storm, NULL);
	while (finished < 2) /* their threads stay until no signal is sent any more */
		test_sleep_ms(1);
	done = true;
	test_join(stormer);
	for (int i = 0; i < 2; i++)
		test_join(targets[i]);
	inet_close_pair(ends);
	return 0;
}
