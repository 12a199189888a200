// sources: test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* hermit/mmnif_ring.h: frames come out as they went in, across both kinds of wrap-around; a full ring and an empty one
 * wake who waits, in two threads too; nonsense in the ring is never followed, and the ring works again afterwards. */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>
#include "hermit/mmnif_ring.h"
#include "test/unit/host.h"

#define SIZE    4096u
#define LONGEST (SIZE / 4 - (uint32_t)sizeof(struct hermit_mmnif_frame))

static struct hermit_mmnif_ring ring;
static struct mmnif_sender sender;
static struct mmnif_receiver receiver;
static uint8_t *data; /* of its own size, so that ASan sees a step beyond it */

/** A new ring whose counters begin at `first`. */
static int start_at(uint32_t first)
{
	data = aligned_alloc(HERMIT_MMNIF_ALIGN, SIZE);
	memset(data, 0xee, SIZE);
	memset(&ring, 0, sizeof(ring));
	ring.head = ring.tail = first;
	mmnif_sender_start(&sender, &ring, data, SIZE);
	mmnif_receiver_start(&receiver, &ring, data, SIZE);
	return 0;
}

static int setup(void **state)
{
	return start_at(0);
}

static int teardown(void **state)
{
	free(data);
	return 0;
}

static uint8_t byte_of(uint32_t number, uint32_t at)
{
	return (uint8_t)(number * 31 + at * 7);
}

static bool put(uint32_t number, uint32_t length)
{
	struct hermit_mmnif_frame frame = {.length = length, .flags = (uint16_t)number, .checksum_start = 14};
	uint8_t *bytes = mmnif_send_begin(&sender, length);

	if (!bytes)
		return false;
	for (uint32_t i = 0; i < length; i++)
		bytes[i] = byte_of(number, i);
	mmnif_send_end(&sender, &frame);
	return true;
}

static bool right(const uint8_t *bytes, const struct hermit_mmnif_frame *frame, uint32_t number)
{
	if (frame->flags != (uint16_t)number || frame->checksum_start != 14)
		return false;
	for (uint32_t i = 0; i < frame->length; i++)
		if (bytes[i] != byte_of(number, i))
			return false;
	return true;
}

static void get(uint32_t number, uint32_t length)
{
	struct hermit_mmnif_frame frame;
	const uint8_t *bytes = mmnif_receive(&receiver, &frame);

	assert_non_null(bytes);
	assert_int_equal(frame.length, length);
	assert_true(right(bytes, &frame, number));
	mmnif_receive_done(&receiver);
}

static void assert_empty(void)
{
	struct hermit_mmnif_frame frame;

	assert_null(mmnif_receive(&receiver, &frame));
	assert_int_equal(ring.head, ring.tail);
}

static void rings_have_numbers_of_their_own(void **state)
{
	bool taken[5 * 4] = {false};

	for (uint32_t from = 0; from < 5; from++)
		for (uint32_t to = 0; to < 5; to++) {
			if (from == to)
				continue;
			uint32_t number = hermit_mmnif_ring_number(5, from, to);
			assert_true(number < 5 * 4 && !taken[number]);
			taken[number] = true;
		}
}

static void frames_travel(void **state)
{
	uint32_t lengths[64], sent = 0, got = 0;

	free(data);
	start_at(0u - 3 * SIZE); /* the counters overflow on the way */
	while (got < 20000) {
		for (unsigned burst = (unsigned)(host_random() % 8); burst; burst--) {
			uint32_t length = 14 + (uint32_t)(host_random() % (LONGEST - 13));
			if (!put(sent, length))
				break;
			lengths[sent++ % 64] = length;
		}
		for (unsigned burst = (unsigned)(host_random() % 8); burst && got < sent; burst--, got++)
			get(got, lengths[got % 64]);
	}
	for (; got < sent; got++)
		get(got, lengths[got % 64]);
	assert_empty();
	assert_int_equal(sender.broken + receiver.broken, 0);
}

static void longest_frame_fits_everywhere(void **state)
{
	for (uint32_t at = 0; at < 2 * SIZE; at += HERMIT_MMNIF_ALIGN) {
		free(data);
		start_at(at);
		assert_true(put(at, LONGEST));
		assert_true(put(at + 1, LONGEST));
		get(at, LONGEST);
		get(at + 1, LONGEST);
	}
	assert_int_equal(sender.broken + receiver.broken, 0);
}

static void full_ring_wakes_at_half(void **state)
{
	struct hermit_mmnif_frame frame;
	uint32_t sent = 0;

	while (put(sent, 240))
		sent++;
	assert_int_equal(sent, SIZE / 256);
	assert_false(mmnif_send_wait(&sender, 240));
	assert_int_equal(ring.producer_waits, 1);
	for (uint32_t got = 0; got < sent / 2 - 1; got++) {
		get(got, 240);
		assert_false(mmnif_receive_makes_room(&receiver));
	}
	assert_non_null(mmnif_receive(&receiver, &frame));
	assert_true(mmnif_receive_done(&receiver));        /* it looks at each quarter */
	assert_false(mmnif_receive_makes_room(&receiver)); /* once */
	assert_true(put(sent, LONGEST));
	get(sent / 2, 240);
	assert_true(mmnif_send_wait(&sender, 240)); /* there is room at once */
	assert_int_equal(ring.producer_waits, 0);
}

static void sleeper_is_woken_once(void **state)
{
	struct hermit_mmnif_frame frame = {.length = 20};

	assert_true(mmnif_receive_sleep(&receiver));
	assert_non_null(mmnif_send_begin(&sender, 20));
	assert_true(mmnif_send_end(&sender, &frame));
	assert_non_null(mmnif_send_begin(&sender, 20));
	assert_false(mmnif_send_end(&sender, &frame));
	assert_false(mmnif_receive_sleep(&receiver));
	assert_int_equal(ring.consumer_waits, 0);
	assert_non_null(mmnif_receive(&receiver, &frame));
	mmnif_receive_done(&receiver);
	assert_false(mmnif_receive_sleep(&receiver)); /* one is left */
	assert_non_null(mmnif_receive(&receiver, &frame));
	mmnif_receive_done(&receiver);
	assert_true(mmnif_receive_sleep(&receiver));
}

/** A record's head as a broken peer may write it, published with `size` bytes. */
static void publish_head(uint32_t length, uint32_t size)
{
	struct hermit_mmnif_frame frame = {.length = length};

	memcpy(data + sender.head % SIZE, &frame, sizeof(frame));
	sender.head += size;
	ring.head = sender.head;
}

static void assert_works_again(unsigned broken)
{
	struct hermit_mmnif_frame frame;

	assert_null(mmnif_receive(&receiver, &frame));
	assert_int_equal(receiver.broken, broken);
	assert_true(mmnif_receive_sleep(&receiver));
	assert_true(put(77, 100));
	get(77, 100);
	assert_empty();
}

static void broken_records_are_refused(void **state)
{
	static const struct {
		uint32_t length, published;
	} bad[] = {{0, 64}, {13, 64}, {49, 64}, {HERMIT_MMNIF_FRAME_MAX + 1, SIZE}, {HERMIT_MMNIF_FRAME_MAX, SIZE},
		{SIZE, SIZE}, {0xfffffffe, 64}, {0x7fffffff, 128}, {HERMIT_MMNIF_WRAP, 64}};
	unsigned broken = 0;

	for (uint32_t at = 0; at < SIZE; at += HERMIT_MMNIF_ALIGN)
		for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			publish_head(bad[i].length, bad[i].published);
			assert_works_again(++broken);
		}
}

static void wrap_mark_must_lead_somewhere(void **state)
{
	memset(data, 0xff, SIZE); /* nothing but marks */
	sender.head = ring.head = SIZE;
	assert_works_again(1);
	memset(data, 0xff, SIZE);
	sender.head += SIZE - 64;
	ring.head = sender.head;
	assert_works_again(2);
}

static void record_may_not_pass_the_end(void **state)
{
	assert_true(put(0, 48 + 14 * 64)); /* 960 bytes */
	assert_true(put(1, 48 + 14 * 64));
	assert_true(put(2, 48 + 14 * 64));
	assert_true(put(3, 48 + 14 * 64));
	for (uint32_t i = 0; i < 4; i++)
		get(i, 48 + 14 * 64);
	publish_head(400, 512); /* 256 bytes before the end */
	assert_works_again(1);
}

static void wrong_counters_are_taken_over(void **state)
{
	static const uint32_t wrong[] = {SIZE + 64, 0x80000000, 0xffffffff, 0u - 64, 12345};
	struct hermit_mmnif_frame frame;

	for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		free(data);
		start_at(0);
		ring.head = wrong[i];
		assert_null(mmnif_receive(&receiver, &frame));
		assert_int_equal(receiver.broken, 1);
		assert_true(mmnif_receive_sleep(&receiver));       /* nobody spins */
		for (unsigned sent = 0; sent < SIZE / 512; sent++) /* the sender notices once its room is used up */
			put(sent, 1000);
		for (unsigned look = 0; look < SIZE / 512 && mmnif_receive(&receiver, &frame); look++)
			mmnif_receive_done(&receiver);
		mmnif_sender_start(&sender, &ring, data, SIZE);
		mmnif_receiver_start(&receiver, &ring, data, SIZE);
		assert_true(put(1, LONGEST));
		get(1, LONGEST);
	}
}

static void sender_notices_a_wrong_tail(void **state)
{
	uint32_t sent = 0;

	while (put(sent, 240))
		sent++;
	ring.tail = 0x40000000;
	assert_true(put(sent, 240));
	assert_int_equal(sender.broken, 1);
	assert_int_equal(ring.head, 0x40000000 + 256);
	assert_works_again(1); /* the receiver cannot know what lies between */
}

static void ends_start_anew(void **state)
{
	uint32_t before;

	assert_true(put(0, 100));
	get(0, 100);
	assert_true(put(1, 100));
	before = ring.head;
	assert_non_null(mmnif_send_begin(&sender, 100)); /* dies while it writes */
	memset(&sender, 0, sizeof(sender));
	mmnif_sender_start(&sender, &ring, data, SIZE);
	assert_int_equal(sender.head, before);
	assert_true(put(2, 100));
	get(1, 100);
	get(2, 100);
	assert_true(put(3, 100)); /* for a receiver that is gone */
	ring.consumer_waits = 1;
	memset(&receiver, 0, sizeof(receiver));
	mmnif_receiver_start(&receiver, &ring, data, SIZE);
	assert_empty();
	assert_int_equal(ring.consumer_waits, 0);
	assert_true(put(4, 100));
	get(4, 100);
	ring.head = sender.head + 5 * SIZE; /* a sender that left nonsense */
	mmnif_sender_start(&sender, &ring, data, SIZE);
	assert_int_equal(ring.head, ring.tail);
	assert_true(put(5, 100));
	get(5, 100);
	assert_int_equal(receiver.broken, 0);
}

static void noise_does_no_harm(void **state)
{
	for (unsigned round = 0; round < 20000; round++) {
		struct hermit_mmnif_frame frame;
		const uint8_t *bytes;
		host_random_bytes(data + host_random() % (SIZE / 64) * 64, 16);
		if (host_random() % 2)
			data[host_random() % (SIZE / 64) * 64 + 2] = data[host_random() % (SIZE / 64) * 64 + 3] = 0;
		(host_random() % 4 ? &ring.head : &ring.tail)[0] += (uint32_t)(host_random() % (SIZE + 200));
		for (unsigned i = 0; i < 8 && (bytes = mmnif_receive(&receiver, &frame)); i++) {
			uint8_t *copy = malloc(frame.length);
			memcpy(copy, bytes, frame.length);
			free(copy);
			mmnif_receive_done(&receiver);
		}
		put(round, 14 + (uint32_t)(host_random() % (LONGEST - 13)));
	}
}

/* Two threads */

#define FRAMES 400000u

static sem_t frames_bell, room_bell;

/** Whoever rang did so long before this limit. */
static bool bell_wait(sem_t *bell)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 20;
	return !sem_timedwait(bell, &until);
}

static void *send_all(void *unused)
{
	for (uint32_t sent = 0; sent < FRAMES; sent++) {
		uint32_t length = 14 + sent * 37 % (sent % 5 ? 200 : LONGEST - 13);
		struct hermit_mmnif_frame frame = {.length = length, .flags = (uint16_t)sent, .checksum_start = 14};
		uint8_t *bytes;
		while (!(bytes = mmnif_send_begin(&sender, length)))
			if (!mmnif_send_wait(&sender, length) && !bell_wait(&room_bell))
				return "the doorbell for room was lost";
		for (uint32_t i = 0; i < length; i++)
			bytes[i] = byte_of(sent, i);
		if (mmnif_send_end(&sender, &frame))
			sem_post(&frames_bell);
	}
	return NULL;
}

static void *receive_all(void *unused)
{
	struct hermit_mmnif_frame frame;
	const uint8_t *bytes;

	for (uint32_t got = 0; got < FRAMES;) {
		for (; (bytes = mmnif_receive(&receiver, &frame)); got++) {
			if (!right(bytes, &frame, got))
				return "a frame is not what was sent";
			if (mmnif_receive_done(&receiver))
				sem_post(&room_bell);
		}
		if (mmnif_receive_makes_room(&receiver))
			sem_post(&room_bell);
		if (got < FRAMES && mmnif_receive_sleep(&receiver) && !bell_wait(&frames_bell))
			return "the doorbell for frames was lost";
	}
	return NULL;
}

static void threads_lose_nothing(void **state)
{
	pthread_t threads[2];
	void *sent, *got;

	sem_init(&frames_bell, 0, 0);
	sem_init(&room_bell, 0, 0);
	assert_int_equal(pthread_create(&threads[0], NULL, send_all, NULL), 0);
	assert_int_equal(pthread_create(&threads[1], NULL, receive_all, NULL), 0);
	pthread_join(threads[0], &sent);
	pthread_join(threads[1], &got);
	if (sent || got)
		fail_msg("%s; %s", sent ? (char *)sent : "sent", got ? (char *)got : "received");
	assert_empty();
	assert_int_equal(sender.broken + receiver.broken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rings_have_numbers_of_their_own, setup, teardown),
		cmocka_unit_test_setup_teardown(frames_travel, setup, teardown),
		cmocka_unit_test_setup_teardown(longest_frame_fits_everywhere, setup, teardown),
		cmocka_unit_test_setup_teardown(full_ring_wakes_at_half, setup, teardown),
		cmocka_unit_test_setup_teardown(sleeper_is_woken_once, setup, teardown),
		cmocka_unit_test_setup_teardown(broken_records_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(wrap_mark_must_lead_somewhere, setup, teardown),
		cmocka_unit_test_setup_teardown(record_may_not_pass_the_end, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_counters_are_taken_over, setup, teardown),
		cmocka_unit_test_setup_teardown(sender_notices_a_wrong_tail, setup, teardown),
		cmocka_unit_test_setup_teardown(ends_start_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(noise_does_no_harm, setup, teardown),
		cmocka_unit_test_setup_teardown(threads_lose_nothing, setup, teardown),
	};
	return cmocka_run_group_tests_name("mmnif_ring", tests, NULL, NULL);
}
