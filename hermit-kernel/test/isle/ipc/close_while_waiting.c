/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Closing ends wakes those who wait at the other one: readers get end of file, writers
 * EPIPE (ECONNRESET where the closed socket had unread bytes), pollers a hang-up.
 * @cores 2
 */
#include <poll.h>
#include <sys/socket.h>
#include "test.h"

static int ends[2];

static void *read_to_end(void *argument TEST_UNUSED)
{
	char byte;

	return (void *)read(ends[0], &byte, 1);
}

static void *poll_for_hang_up(void *argument TEST_UNUSED)
{
	struct pollfd entry = {.fd = ends[0], .events = POLLIN};

	CHECK_EQ(poll(&entry, 1, -1), 1);
	return (void *)(long)(entry.revents & POLLHUP);
}

static void *write_until_broken(void *argument TEST_UNUSED)
{
	static char bytes[70000];

	while (write(ends[1], bytes, sizeof(bytes)) > 0)
		;
	/* a writer that a busy machine had not yet brought to wait finds its peer closed when it begins */
	return (void *)(long)(errno == ECONNRESET ? EPIPE : errno);
}

static void *close_later(void *argument)
{
	test_sleep_ms(20);
	CHECK_EQ(close(*(int *)argument), 0);
	return NULL;
}

static void check(bool sockets, void *(*body)(void *), int which, long expected)
{
	pthread_t waiter, closer;

	if (sockets)
		CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	else
		CHECK_EQ(pipe(ends), 0);
	waiter = test_thread(body, NULL);
	closer = test_thread(close_later, &ends[which]);
	CHECK_EQ(test_join(waiter), expected);
	test_join(closer);
	close(ends[1 - which]);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	check(false, read_to_end, 1, 0);
	check(false, poll_for_hang_up, 1, POLLHUP);
	check(false, write_until_broken, 0, EPIPE);
	check(true, read_to_end, 1, 0);
	check(true, poll_for_hang_up, 1, POLLHUP);
	check(true, write_until_broken, 0, EPIPE);
	return 0;
}
