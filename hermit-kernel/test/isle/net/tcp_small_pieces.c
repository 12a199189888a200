/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Single bytes that nobody reads for a while take not much more memory than they are, and arrive whole: read late, and
 * read while more come.
 * @cores 2
 * @timeout 60
 */
#include <sys/sysinfo.h>
#include "inet.h"

#define PIECES 60000u

static void send_pieces(int fd, uint64_t seed)
{
	inet_set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	for (unsigned i = 0; i < PIECES; i++) {
		uint8_t byte = inet_pattern(i, seed);
		CHECK_EQ(send(fd, &byte, 1, MSG_NOSIGNAL), 1);
	}
}

static void *send_all(void *end)
{
	send_pieces(*(int *)end, 2);
	return NULL;
}

static long free_kib(void)
{
	struct sysinfo info;

	CHECK_EQ(sysinfo(&info), 0);
	return (long)(info.freeram * info.mem_unit / 1024);
}

int main(void)
{
	static uint8_t bytes[PIECES];
	int ends[2];

	inet_pair(ends);
	long before = free_kib();
	send_pieces(ends[0], 1);
	if (test_on_isle()) /* elsewhere others use the memory too */
		CHECK_OP(before - free_kib(), <, 4096);
	CHECK_EQ(recv(ends[1], bytes, PIECES / 3, MSG_WAITALL), PIECES / 3);
	CHECK_EQ(recv(ends[1], bytes + PIECES / 3, PIECES - PIECES / 3, MSG_WAITALL), PIECES - PIECES / 3);
	inet_check(bytes, PIECES, 0, 1);

	pthread_t sender = test_thread(send_all, &ends[0]);
	inet_receive_stream(ends[1], PIECES, 2);
	test_join(sender);
	inet_close_pair(ends);
	return 0;
}
