/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What was written before close(2) arrives: 200 kB and an immediate close, many times and with slow readers, also after
 * the peer has ended its own side; SO_LINGER with a time waits for the acknowledgement.
 * @cores 2
 * @timeout 60
 */
#include "inet.h"

#define SIZE   200000
#define ROUNDS 50

static void check_arrives(bool peer_ended, int pause_ms)
{
	static uint8_t bytes[SIZE];
	int ends[2], listener = inet_listen(AF_INET, 1);
	char byte;

	ends[0] = OK(socket(AF_INET, SOCK_STREAM, 0));
	inet_set(ends[0], SOL_SOCKET, SO_SNDBUF, SIZE);
	CHECK_EQ(inet_connect(ends[0], AF_INET, inet_port(listener)), 0);
	ends[1] = OK(accept(listener, NULL, NULL));
	inet_fill(bytes, SIZE, 0, 6);
	if (peer_ended) {
		CHECK_EQ(shutdown(ends[1], SHUT_WR), 0);
		CHECK_EQ(recv(ends[0], &byte, 1, 0), 0);
	}
	CHECK_EQ(send(ends[0], bytes, SIZE, 0), SIZE);
	CHECK_EQ(close(ends[0]), 0);
	test_sleep_ms(pause_ms);
	inet_receive_stream(ends[1], SIZE, 6);
	CHECK_EQ(recv(ends[1], &byte, 1, 0), 0);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(close(listener), 0);
}

/* A small window, so that most of the bytes wait in the orphan, for longer than its last state would otherwise last. */
static void check_slow(bool peer_ended)
{
	static uint8_t bytes[SIZE];
	int listener = inet_listen(AF_INET, 1), fd, other;
	char byte;

	inet_set(listener, SOL_SOCKET, SO_RCVBUF, 8192);
	fd = OK(socket(AF_INET, SOCK_STREAM, 0));
	inet_set(fd, SOL_SOCKET, SO_SNDBUF, SIZE);
	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(listener)), 0);
	other = OK(accept(listener, NULL, NULL));
	if (peer_ended) {
		CHECK_EQ(shutdown(other, SHUT_WR), 0);
		CHECK_EQ(recv(fd, &byte, 1, 0), 0);
	}
	inet_fill(bytes, SIZE, 0, 6);
	CHECK_EQ(send(fd, bytes, SIZE, 0), SIZE);
	CHECK_EQ(close(fd), 0);
	test_sleep_ms(6000);
	inet_receive_stream(other, SIZE, 6);
	CHECK_EQ(recv(other, &byte, 1, 0), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
}

static void check_linger(void)
{
	struct linger option = {.l_onoff = 1, .l_linger = 20};
	int ends[2];

	inet_pair(ends);
	CHECK_EQ(setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &option, sizeof(option)), 0);
	CHECK_EQ(send(ends[0], "taken", 5, 0), 5);
	int64_t started = test_now_ns();
	CHECK_EQ(close(ends[0]), 0);
	CHECK_OP(test_now_ns() - started, <, 5000000000LL);
	CHECK_EQ(close(ends[1]), 0);
	inet_pair(ends);
	option.l_linger = 1;
	CHECK_EQ(setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &option, sizeof(option)), 0);
	inet_fill_up(ends[0]);
	started = test_now_ns();
	CHECK_EQ(close(ends[0]), 0); /* nobody reads: it gives up */
	CHECK_OP(test_now_ns() - started, >=, 900000000LL);
	CHECK_OP(test_now_ns() - started, <, 5000000000LL);
	CHECK_EQ(close(ends[1]), 0);
}

int main(void)
{
	for (int i = 0; i < ROUNDS; i++)
		check_arrives(i & 1, i % 10);
	check_slow(false);
	check_slow(true);
	check_linger();
	return 0;
}
