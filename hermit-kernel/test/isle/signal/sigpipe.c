/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing into a pipe or socket that nobody reads raises SIGPIPE in the writing thread and fails with EPIPE.
 */
#include <sys/socket.h>
#include "test.h"

static volatile int handled;
static volatile pid_t handled_by;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
	handled_by = test_gettid();
}

static void *body(void *argument TEST_UNUSED)
{
	int ends[2], sockets[2];

	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(close(ends[0]), 0);
	CHECK_ERRNO(write(ends[1], "x", 1), EPIPE);
	CHECK_EQ(handled, 1);
	CHECK_EQ(handled_by, test_gettid());
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	CHECK_EQ(close(sockets[0]), 0);
	CHECK_ERRNO(write(sockets[1], "x", 1), EPIPE);
	CHECK_EQ(handled, 2);
	CHECK_ERRNO(send(sockets[1], "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(handled, 2);
	return NULL;
}

int main(void)
{
	test_handle(SIGPIPE, handler, 0);
	test_join(test_thread(body, NULL));
	return 0;
}
