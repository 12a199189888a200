/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Flags of recv(2) on a stream: MSG_PEEK leaves the bytes, also those of several sends; MSG_WAITALL waits for all of
 * them, but not beyond the end; MSG_DONTWAIT; MSG_TRUNC throws away. Sizes of 0.
 * @cores 2
 */
#include "inet.h"

static int ends[2];

static void await(int bytes)
{
	char room[64];

	CHECK_EQ(recv(ends[0], room, (size_t)bytes, MSG_PEEK | MSG_WAITALL), bytes);
}

static void check_peek(void)
{
	char bytes[16];

	CHECK_EQ(send(ends[1], "abc", 3, 0), 3);
	CHECK_EQ(send(ends[1], "defgh", 5, 0), 5);
	await(8);
	memset(bytes, 0, sizeof(bytes));
	CHECK_EQ(recv(ends[0], bytes, 6, MSG_PEEK), 6);
	CHECK(memcmp(bytes, "abcdef", 6) == 0);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), MSG_PEEK), 8);
	CHECK(memcmp(bytes, "abcdefgh", 8) == 0);
	CHECK_EQ(recv(ends[0], bytes, 2, 0), 2);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), MSG_PEEK), 6);
	CHECK(memcmp(bytes, "cdefgh", 6) == 0);
	CHECK_EQ(recv(ends[0], bytes, 2, MSG_TRUNC), 2);
	CHECK_EQ(recv(ends[0], bytes, 0, 0), 0);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), 0), 4);
	CHECK(memcmp(bytes, "efgh", 4) == 0);
	CHECK_ERRNO(recv(ends[0], bytes, 1, MSG_PEEK | MSG_DONTWAIT), EAGAIN);
}

static void *send_slowly(void *unused TEST_UNUSED)
{
	for (int i = 0; i < 5; i++) {
		test_sleep_ms(10);
		CHECK_EQ(send(ends[1], "12", 2, 0), 2);
	}
	return NULL;
}

static void check_wait_all(void)
{
	pthread_t sender = test_thread(send_slowly, NULL);
	char bytes[16];

	CHECK_EQ(recv(ends[0], bytes, 10, MSG_WAITALL), 10);
	CHECK(memcmp(bytes, "1212121212", 10) == 0);
	test_join(sender);
	CHECK_EQ(send(ends[1], "abc", 3, 0), 3);
	await(3);
	CHECK_EQ(recv(ends[0], bytes, 10, MSG_WAITALL | MSG_DONTWAIT), 3);
	CHECK_ERRNO(recv(ends[0], bytes, 1, MSG_DONTWAIT), EAGAIN);
}

/* Without MSG_WAITALL, what is there is enough. */
static void check_some(void)
{
	char bytes[4096];

	CHECK_EQ(send(ends[1], "abc", 3, 0), 3);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), 0), 3);
	CHECK_EQ(send(ends[1], bytes, 0, 0), 0);
	CHECK_ERRNO(recv(ends[0], bytes, 1, MSG_DONTWAIT), EAGAIN);
	CHECK_ERRNO(recv(ends[0], bytes, 1, MSG_OOB), EINVAL);
}

static void check_end(void)
{
	char bytes[16];

	CHECK_EQ(send(ends[1], "abc", 3, 0), 3);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(recv(ends[0], bytes, 10, MSG_WAITALL | MSG_PEEK), 3);
	CHECK_EQ(recv(ends[0], bytes, 10, MSG_WAITALL), 3);
	CHECK_EQ(recv(ends[0], bytes, 10, MSG_WAITALL), 0);
	CHECK_EQ(recv(ends[0], bytes, 10, MSG_PEEK), 0);
}

int main(void)
{
	inet_pair(ends);
	check_peek();
	check_wait_all();
	check_some();
	check_end();
	return 0;
}
