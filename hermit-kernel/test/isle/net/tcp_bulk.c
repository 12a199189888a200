/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Many bytes over a TCP connection in both directions at once arrive whole and in order, over IPv4 and IPv6, in pieces
 * of all sizes; then each side sees the other's end.
 * @cores 4
 * @timeout 60
 */
#include "inet.h"

#define TOTAL (24u << 20)

static void *send_all(void *end)
{
	int fd = *(int *)end;

	inet_send_stream(fd, TOTAL, (uint64_t)fd);
	CHECK_EQ(shutdown(fd, SHUT_WR), 0);
	return NULL;
}

static void *receive_all(void *end)
{
	int fd = *(int *)end;
	char byte;

	inet_receive_stream(fd, TOTAL, (uint64_t)(fd ^ 1));
	CHECK_EQ(recv(fd, &byte, 1, 0), 0);
	return NULL;
}

static void check(int family)
{
	pthread_t threads[4];
	int ends[2], numbered[2] = {100, 101}; /* numbers that tell the streams' seeds */

	inet_pair_of(family, ends);
	for (int i = 0; i < 2; i++)
		CHECK_EQ(dup2(ends[i], numbered[i]), numbered[i]);
	inet_close_pair(ends);
	for (int i = 0; i < 4; i++)
		threads[i] = test_thread(i < 2 ? send_all : receive_all, &numbered[i % 2]);
	for (int i = 0; i < 4; i++)
		test_join(threads[i]);
	inet_close_pair(numbered);
}

int main(void)
{
	check(AF_INET);
	check(AF_INET6);
	return 0;
}
