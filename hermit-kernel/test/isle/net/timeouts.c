/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SO_RCVTIMEO and SO_SNDTIMEO: reads, accepts and writes give up with EAGAIN after that time, not before; what a write
 * could place before it waited counts as written; a connect says EINPROGRESS. A wait with a timeout is not restarted.
 */
#include <sys/time.h>
#include "inet.h"

#define TIMEOUT_MS 100

static void set(int fd, int option)
{
	struct timeval time = {.tv_usec = TIMEOUT_MS * 1000}, read_back;
	socklen_t length = sizeof(read_back);

	CHECK_EQ(setsockopt(fd, SOL_SOCKET, option, &time, sizeof(time)), 0);
	CHECK_EQ(getsockopt(fd, SOL_SOCKET, option, &read_back, &length), 0);
	CHECK_EQ(read_back.tv_sec, 0);
	CHECK_EQ(read_back.tv_usec, TIMEOUT_MS * 1000);
}

static int64_t started;

static void begin(void)
{
	started = test_now_ns();
}

static void check_waited(void)
{
	int64_t waited = test_now_ns() - started;

	CHECK_OP(waited, >=, (TIMEOUT_MS - 5) * 1000000LL);
	CHECK_OP(waited, <, (TIMEOUT_MS + 3000) * 1000000LL);
}

static void check_receive(void)
{
	int ends[2], datagram = inet_datagram(AF_INET), listener = inet_listen(AF_INET, 1);
	char bytes[4];

	inet_pair(ends);
	set(ends[0], SO_RCVTIMEO);
	set(datagram, SO_RCVTIMEO);
	set(listener, SO_RCVTIMEO);
	begin();
	CHECK_ERRNO(recv(ends[0], bytes, 1, 0), EAGAIN);
	check_waited();
	CHECK_EQ(send(ends[1], "x", 1, 0), 1);
	begin();
	CHECK_EQ(recv(ends[0], bytes, 4, MSG_WAITALL), 1);
	check_waited();
	begin();
	CHECK_ERRNO(recv(datagram, bytes, 1, 0), EAGAIN);
	check_waited();
	begin();
	CHECK_ERRNO(accept(listener, NULL, NULL), EAGAIN);
	check_waited();
	inet_close_pair(ends);
	CHECK_EQ(close(datagram), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_send(void)
{
	static char bytes[64 << 20];
	int ends[2];

	inet_pair(ends);
	set(ends[0], SO_SNDTIMEO);
	begin();
	ssize_t sent = OK(send(ends[0], bytes, sizeof(bytes), 0));
	check_waited();
	CHECK_OP(sent, <, sizeof(bytes));
	inet_fill_up(ends[0]);
	begin();
	CHECK_ERRNO(send(ends[0], bytes, sizeof(bytes), 0), EAGAIN);
	check_waited();
	inet_close_pair(ends);
}

static void check_connect(void)
{
	int listener = inet_listen(AF_INET, 0), fds[4], result = 0;

	begin();
	for (int i = 0; i < 4 && !result; i++) { /* until the queue is full */
		fds[i] = OK(socket(AF_INET, SOCK_STREAM, 0));
		set(fds[i], SO_SNDTIMEO);
		begin();
		result = inet_connect(fds[i], AF_INET, inet_port(listener));
	}
	CHECK_EQ(result, -1);
	CHECK_EQ(errno, EINPROGRESS);
	check_waited();
	CHECK_EQ(close(listener), 0);
}

static void on_signal(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
}

static void *interrupt(void *thread)
{
	test_sleep_ms(20);
	pthread_kill(*(pthread_t *)thread, SIGUSR1);
	return NULL;
}

static void check_signal(void)
{
	struct timeval long_time = {.tv_sec = 20};
	pthread_t self = pthread_self(), other;
	int ends[2];
	char byte;

	inet_pair(ends);
	test_handle(SIGUSR1, on_signal, SA_RESTART);
	CHECK_EQ(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &long_time, sizeof(long_time)), 0);
	other = test_thread(interrupt, &self);
	CHECK_ERRNO(recv(ends[0], &byte, 1, 0), EINTR);
	test_join(other);
	inet_close_pair(ends);
}

int main(void)
{
	check_receive();
	check_send();
	check_connect();
	check_signal();
	return 0;
}
