/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "channel.h"
#include "kernel_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_pair(struct channel *channel)
{
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	channel_open(channel, pair[0]);
	return pair[1];
}

static void frames_arrive_in_pieces(void **state)
{
	(void)state;
	struct channel channel;
	struct hermit_frame frame, sent = {.type = HERMIT_FRAME_DATA, .stream = 1, .length = 5};
	const void *payload;
	uint8_t bytes[sizeof(sent) + 5];
	int other = open_pair(&channel);
	memcpy(bytes, &sent, sizeof(sent));
	memcpy(bytes + sizeof(sent), "hello", 5);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		assert_int_equal(channel_next(&channel, &frame, &payload), 0);
		assert_int_equal(write(other, bytes + i, 1), 1);
		channel_receive(&channel);
	}
	assert_int_equal(channel_next(&channel, &frame, &payload), 1);
	assert_true(frame.type == HERMIT_FRAME_DATA && frame.stream == 1 && frame.length == 5);
	assert_memory_equal(payload, "hello", 5);
	assert_int_equal(channel_next(&channel, &frame, &payload), 0);
	close(other);
	channel_receive(&channel);
	assert_true(channel.ended);
	channel_close(&channel);
}

static void frames_longer_than_allowed(void **state)
{
	(void)state;
	struct channel channel;
	struct hermit_frame frame, sent = {.type = HERMIT_FRAME_DATA, .stream = 1, .length = HERMIT_FRAME_MAX + 1};
	const void *payload;
	int other = open_pair(&channel);
	assert_int_equal(write(other, &sent, sizeof(sent)), sizeof(sent));
	channel_receive(&channel);
	assert_int_equal(channel_next(&channel, &frame, &payload), -EPROTO);
	close(other);
	channel_close(&channel);
}

static void queued_frames_are_whole(void **state)
{
	(void)state;
	struct channel channel;
	struct hermit_frame frame;
	char text[8];
	int other = open_pair(&channel);
	channel_send(&channel, HERMIT_FRAME_EOF, 0, NULL, 0);
	memcpy(channel_data_reserve(&channel), "input", 5);
	channel_data_commit(&channel, 0, 5);
	channel_flush(&channel);
	assert_int_equal(buffer_length(&channel.out), 0);
	assert_int_equal(read(other, &frame, sizeof(frame)), sizeof(frame));
	assert_true(frame.type == HERMIT_FRAME_EOF && frame.length == 0);
	assert_int_equal(read(other, &frame, sizeof(frame)), sizeof(frame));
	assert_true(frame.type == HERMIT_FRAME_DATA && frame.stream == 0 && frame.length == 5);
	assert_int_equal(read(other, text, sizeof(text)), 5);
	assert_memory_equal(text, "input", 5);
	close(other);
	channel_close(&channel);
}

static void full_socket_keeps_the_rest(void **state)
{
	(void)state;
	struct channel channel;
	char *payload = calloc(1, HERMIT_FRAME_MAX);
	int other = open_pair(&channel);
	for (int i = 0; i < 64; i++)
		channel_send(&channel, HERMIT_FRAME_DATA, 0, payload, HERMIT_FRAME_MAX);
	channel_flush(&channel);
	assert_true(buffer_length(&channel.out) > 0);
	size_t total = 0;
	while (buffer_length(&channel.out) || total < 64 * (HERMIT_FRAME_MAX + sizeof(struct hermit_frame))) {
		ssize_t got = read(other, payload, HERMIT_FRAME_MAX);
		assert_true(got > 0);
		total += (size_t)got;
		channel_flush(&channel);
	}
	assert_int_equal(total, 64 * (HERMIT_FRAME_MAX + sizeof(struct hermit_frame)));
	free(payload);
	close(other);
	channel_close(&channel);
}

static void log_add(struct kernel_log *log, const char *text)
{
	kernel_log_add(log, text, strlen(text));
}

static void expect_tail(const struct kernel_log *log, size_t lines, const char *expected)
{
	char *tail = kernel_log_tail(log, lines);
	assert_string_equal(tail, expected);
	free(tail);
}

static void tail_of_a_short_log(void **state)
{
	(void)state;
	static struct kernel_log log;
	expect_tail(&log, 3, "");
	log_add(&log, "one\r\ntwo\n");
	expect_tail(&log, 3, "one\ntwo\n");
	expect_tail(&log, 1, "two\n");
	log_add(&log, "three");
	expect_tail(&log, 2, "two\nthree\n");
}

static void tail_of_a_long_log(void **state)
{
	(void)state;
	static struct kernel_log log;
	char line[32];
	for (int i = 0; i < 20000; i++) {
		snprintf(line, sizeof(line), "line %d\n", i);
		log_add(&log, line);
	}
	expect_tail(&log, 2, "line 19998\nline 19999\n");
	char *all = kernel_log_tail(&log, 100000);
	assert_true(strlen(all) <= KERNEL_LOG_SIZE && strlen(all) > KERNEL_LOG_SIZE - 32);
	free(all);
}

static void piece_larger_than_the_log(void **state)
{
	(void)state;
	static struct kernel_log log;
	char *piece = malloc(3 * KERNEL_LOG_SIZE + 6);
	memset(piece, 'x', 3 * KERNEL_LOG_SIZE);
	memcpy(piece + 3 * KERNEL_LOG_SIZE, "\nlast\n", 6);
	kernel_log_add(&log, piece, 3 * KERNEL_LOG_SIZE + 6);
	expect_tail(&log, 1, "last\n");
	free(piece);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_arrive_in_pieces),
		cmocka_unit_test(frames_longer_than_allowed),
		cmocka_unit_test(queued_frames_are_whole),
		cmocka_unit_test(full_socket_keeps_the_rest),
		cmocka_unit_test(tail_of_a_short_log),
		cmocka_unit_test(tail_of_a_long_log),
		cmocka_unit_test(piece_larger_than_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
