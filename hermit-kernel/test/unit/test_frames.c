// sources: isle/frames.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* isle/frames.c: frames come out the same however the bytes were cut; what a proxy may not send is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "isle/frames.h"
#include "test/unit/host.h"

static uint8_t wire[65536];
static size_t wire_size;
static uint8_t taken[65536]; /* data, and for other frames type and payload */
static size_t taken_size;
static unsigned refuse_type;

static void record(const void *bytes, size_t size)
{
	memcpy(taken + taken_size, bytes, size);
	taken_size += size;
}

static bool take(const struct hermit_frame *frame, const void *payload, uint32_t size)
{
	if (frame->type == refuse_type)
		return false;
	if (frame->type != HERMIT_FRAME_DATA)
		record(&frame->type, sizeof(frame->type));
	record(payload, size);
	return true;
}

static const struct frame_receiver receiver = {take};

static void put(uint16_t type, uint16_t stream, const void *payload, uint32_t length)
{
	struct hermit_frame frame = {type, stream, length};
	memcpy(wire + wire_size, &frame, sizeof(frame));
	memcpy(wire + wire_size + sizeof(frame), payload, length);
	wire_size += sizeof(frame) + length;
}

static void put_all_kinds(void)
{
	struct hermit_signal signal = {15};
	struct hermit_window_size size = {24, 80, 0, 0};
	struct hermit_credit credit = {1000};
	static uint8_t data[5000];
	host_random_bytes(data, sizeof(data));
	wire_size = 0;
	put(HERMIT_FRAME_DATA, 0, data, sizeof(data));
	put(HERMIT_FRAME_SIGNAL, 0, &signal, sizeof(signal));
	put(HERMIT_FRAME_DATA, 0, data, 0);
	put(HERMIT_FRAME_WINDOW_SIZE, 0, &size, sizeof(size));
	put(HERMIT_FRAME_CREDIT, 2, &credit, sizeof(credit));
	put(HERMIT_FRAME_BROKEN, 1, data, 0);
	put(HERMIT_FRAME_DATA, 0, data, 1);
	put(HERMIT_FRAME_EOF, 0, data, 0);
	put(HERMIT_FRAME_OPEN, 16, data, sizeof(struct hermit_open) + HERMIT_OPEN_PATH_MAX);
	put(HERMIT_FRAME_DATA, 31, data, 3);
	put(HERMIT_FRAME_CREDIT, 17, &credit, sizeof(credit));
	put(HERMIT_FRAME_EOF, 16, data, 0);
	put(HERMIT_FRAME_BROKEN, 16, data, 0);
	put(HERMIT_FRAME_ATTACH, 0, data, 0);
}

static void cuts_do_not_matter(void **state)
{
	uint8_t whole[sizeof(taken)];
	size_t whole_size = 0;
	put_all_kinds();
	for (unsigned round = 0; round < 200; round++) {
		struct frame_parser parser = {.receiver = &receiver};
		taken_size = 0;
		for (size_t at = 0; at < wire_size;) {
			size_t part = round ? 1 + host_random() % (round < 20 ? 3 : 700) : wire_size;
			part = part < wire_size - at ? part : wire_size - at;
			uint8_t *copy = malloc(part); /* so that ASan sees a step beyond it */
			memcpy(copy, wire + at, part);
			assert_true(frames_feed(&parser, copy, part));
			free(copy);
			at += part;
		}
		if (!round) {
			memcpy(whole, taken, taken_size);
			whole_size = taken_size;
			assert_int_equal(whole_size, 5000 + 6 + 10 + 6 + 2 + 1 + 2 + (2 + 4 + 107) + 3 + 6 + 2 + 2 + 2);
		}
		assert_int_equal(taken_size, whole_size);
		assert_memory_equal(taken, whole, whole_size);
	}
}

static void heads_are_checked(void **state)
{
	static const struct hermit_frame bad[] = {{0, 0, 0}, {HERMIT_FRAME_HELLO, 0, 24}, {HERMIT_FRAME_EXIT, 0, 8},
		{14, 0, 0}, {0xffff, 0, 0}, {HERMIT_FRAME_DATA, 1, 4}, {HERMIT_FRAME_DATA, 0, HERMIT_FRAME_MAX + 1},
		{HERMIT_FRAME_DATA, 0, 0xffffffff}, {HERMIT_FRAME_EOF, 0, 1}, {HERMIT_FRAME_EOF, 1, 0},
		{HERMIT_FRAME_CREDIT, 0, 4}, {HERMIT_FRAME_CREDIT, 3, 4}, {HERMIT_FRAME_CREDIT, 1, 5},
		{HERMIT_FRAME_BROKEN, 0, 0}, {HERMIT_FRAME_BROKEN, 1, 1}, {HERMIT_FRAME_SIGNAL, 0, 8},
		{HERMIT_FRAME_SIGNAL, 1, 4}, {HERMIT_FRAME_WINDOW_SIZE, 0, 4}, {HERMIT_FRAME_DATA, 15, 4},
		{HERMIT_FRAME_DATA, 32, 4}, {HERMIT_FRAME_DATA, 16, HERMIT_FRAME_MAX + 1}, {HERMIT_FRAME_OPEN, 0, 4},
		{HERMIT_FRAME_OPEN, 32, 4}, {HERMIT_FRAME_OPEN, 16, 3}, {HERMIT_FRAME_OPEN, 16, 112},
		{HERMIT_FRAME_ATTACH, 16, 0}, {HERMIT_FRAME_ATTACH, 0, 1}, {HERMIT_FRAME_OPENED, 16, 4},
		{HERMIT_FRAME_ATTACHED, 0, 4}, {HERMIT_FRAME_CAUGHT, 0, 8}, {HERMIT_FRAME_SIGNAL, 16, 4}};
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct frame_parser parser = {.receiver = &receiver};
		taken_size = 0;
		assert_false(frames_feed(&parser, &bad[i], sizeof(bad[i])));
		assert_false(frames_feed(&parser, wire, 100)); /* stays so */
		assert_int_equal(taken_size, 0);
		assert_memory_equal(&parser.head.frame, &bad[i], sizeof(bad[i]));
	}
}

static void receiver_can_refuse(void **state)
{
	for (refuse_type = HERMIT_FRAME_SIGNAL; refuse_type <= HERMIT_FRAME_ATTACH; refuse_type++) {
		if (refuse_type == HERMIT_FRAME_OPENED)
			continue; /* the isle's own */
		struct frame_parser parser = {.receiver = &receiver};
		put_all_kinds();
		taken_size = 0;
		assert_false(frames_feed(&parser, wire, wire_size));
		assert_int_equal(parser.head.frame.type, refuse_type);
	}
	refuse_type = 0;
}

static void noise_does_no_harm(void **state)
{
	for (unsigned round = 0; round < 20000; round++) {
		struct frame_parser parser = {.receiver = &receiver};
		uint8_t noise[64];
		host_random_bytes(noise, sizeof(noise));
		noise[0] %= 14; /* now and then a type that exists */
		noise[1] = 0;
		noise[2] &= 0x13;
		noise[3] = 0;
		noise[5] = noise[6] = noise[7] = 0;
		taken_size = 0;
		frames_feed(&parser, noise, sizeof(noise));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_do_not_matter),
		cmocka_unit_test(heads_are_checked),
		cmocka_unit_test(receiver_can_refuse),
		cmocka_unit_test(noise_does_no_harm),
	};
	return cmocka_run_group_tests_name("frames", tests, NULL, NULL);
}
