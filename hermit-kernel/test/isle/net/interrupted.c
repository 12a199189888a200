/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals that arrive in a wait: EINTR without SA_RESTART for read, write, accept, connect and recv on a datagram
 * socket; with SA_RESTART they go on; a write that placed some bytes says how many.
 * @cores 2
 */
#include "inet.h"

static volatile int signals;

static void on_signal(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	signals++;
}

struct later {
	pthread_t target;
	int fd; /* to send a byte to after the signal; -1: none */
};

static void *interrupt(void *argument)
{
	struct later *later = argument;

	test_sleep_ms(30);
	pthread_kill(later->target, SIGUSR1);
	test_sleep_ms(30);
	if (later->fd >= 0)
		CHECK_EQ(send(later->fd, "x", 1, 0), 1);
	return NULL;
}

static void check_plain(void)
{
	static char bytes[64 << 20];
	struct later later = {.target = pthread_self(), .fd = -1};
	int ends[2], listener = inet_listen(AF_INET, 1), datagram = inet_datagram(AF_INET);
	pthread_t other;

	inet_pair(ends);
	test_handle(SIGUSR1, on_signal, 0);
	other = test_thread(interrupt, &later);
	CHECK_ERRNO(read(ends[0], bytes, 1), EINTR);
	test_join(other);
	other = test_thread(interrupt, &later);
	CHECK_ERRNO(accept(listener, NULL, NULL), EINTR);
	test_join(other);
	other = test_thread(interrupt, &later);
	CHECK_ERRNO(recv(datagram, bytes, 1, 0), EINTR);
	test_join(other);
	other = test_thread(interrupt, &later);
	ssize_t sent = OK(write(ends[0], bytes, sizeof(bytes)));
	CHECK_OP(sent, >, 0);
	CHECK_OP(sent, <, sizeof(bytes));
	test_join(other);
	inet_fill_up(ends[0]);
	other = test_thread(interrupt, &later);
	CHECK_ERRNO(write(ends[0], bytes, sizeof(bytes)), EINTR);
	test_join(other);
	CHECK_EQ(signals, 5);
	inet_close_pair(ends);
	CHECK_EQ(close(listener), 0);
	CHECK_EQ(close(datagram), 0);
}

static void check_connect(void)
{
	struct later later = {.target = pthread_self(), .fd = -1};
	int listener = inet_listen(AF_INET, 0), port = inet_port(listener), fd = -1;
	pthread_t other;

	for (int i = 0; i < 4; i++) { /* until the queue is full */
		fd = OK(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
		if (inet_connect(fd, AF_INET, port))
			CHECK_EQ(errno, EINPROGRESS);
	}
	fd = OK(socket(AF_INET, SOCK_STREAM, 0));
	other = test_thread(interrupt, &later);
	CHECK_ERRNO(inet_connect(fd, AF_INET, port), EINTR);
	test_join(other);
	inet_nonblocking(fd);
	CHECK_ERRNO(inet_connect(fd, AF_INET, port), EALREADY); /* it goes on nevertheless */
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_restart(void)
{
	struct later later = {.target = pthread_self()};
	int ends[2], before = signals;
	char byte;

	inet_pair(ends);
	test_handle(SIGUSR1, on_signal, SA_RESTART);
	later.fd = ends[1];
	pthread_t other = test_thread(interrupt, &later);
	CHECK_EQ(read(ends[0], &byte, 1), 1);
	CHECK_EQ(signals, before + 1);
	test_join(other);
	inet_close_pair(ends);
}

int main(void)
{
	check_plain();
	check_connect();
	check_restart();
	return 0;
}
