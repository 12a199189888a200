// sources: test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* isle/ring.h: bytes come out as they went in, over the end of the ring and the end of the counters, with both ends at
 * work at the same time; nobody sleeps for ever; impossible numbers of the other side are never followed. */
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "isle/ring.h"

#define SIZE 256u

static struct {
	struct hermit_ring ring;
	uint8_t data[SIZE];
} area;
static struct ring_end in, out;

/** A ring that has already moved `from` bytes. */
static int start_at(uint32_t from)
{
	memset(&area, 0, sizeof(area));
	area.ring.offset = offsetof(typeof(area), data);
	area.ring.size = SIZE;
	area.ring.head = area.ring.tail = from;
	ring_end_init(&in, &area.ring, &area);
	ring_end_init(&out, &area.ring, &area);
	in.position = out.position = from;
	return 0;
}

static uint32_t read_all(uint8_t *to)
{
	uint32_t size, total = 0;
	const uint8_t *bytes;
	while ((bytes = ring_peek(&in, &size), size)) {
		memcpy(to + total, bytes, size);
		total += size;
		ring_consume(&in, size);
	}
	return total;
}

static void bytes_come_out_as_they_went_in(void **state)
{
	uint8_t from[SIZE], to[2 * SIZE];
	start_at(UINT32_MAX - 1000); /* the counters wrap on the way */
	srand(1);
	for (unsigned round = 0; round < 5000; round++) {
		uint32_t size = (uint32_t)rand() % (SIZE + 1);
		for (uint32_t i = 0; i < size; i++)
			from[i] = (uint8_t)rand();
		assert_int_equal(ring_write(&out, from, size), size);
		assert_int_equal(ring_filled(&in), 0); /* not before it is published */
		ring_publish(&out);
		assert_int_equal(ring_room(&out), SIZE - size);
		assert_int_equal(read_all(to), size);
		assert_memory_equal(from, to, size);
	}
}

static void full_ring_takes_no_more(void **state)
{
	uint8_t from[SIZE + 10] = {0};
	start_at(77);
	assert_int_equal(ring_write(&out, from, sizeof(from)), SIZE);
	assert_int_equal(ring_write(&out, from, 1), 0);
	ring_publish(&out);
	ring_consume(&in, 10);
	assert_int_equal(ring_write(&out, from, sizeof(from)), 10);
}

static void impossible_numbers_break_the_ring(void **state)
{
	uint32_t size;
	start_at(1000);
	area.ring.head = 1000 + SIZE + 1;
	ring_peek(&in, &size);
	assert_int_equal(size, 0);
	assert_true(in.broken);
	area.ring.head = 1001; /* and stays broken */
	assert_int_equal(ring_filled(&in), 0);
	start_at(1000);
	area.ring.tail = 1001; /* more read than was written */
	assert_int_equal(ring_room(&out), 0);
	assert_true(out.broken);
}

/* Two threads that sleep, by semaphores of one count, exactly where the kernel and Linux would. */

#define TOTAL 2000000u

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static unsigned rung_in, rung_out;

static void ring_bell(unsigned *rung)
{
	pthread_mutex_lock(&lock);
	*rung = 1;
	pthread_cond_broadcast(&bell);
	pthread_mutex_unlock(&lock);
}

static void wait_bell(unsigned *rung)
{
	pthread_mutex_lock(&lock);
	while (!*rung)
		pthread_cond_wait(&bell, &lock);
	*rung = 0;
	pthread_mutex_unlock(&lock);
}

static void *produce(void *unused)
{
	uint8_t bytes[97];
	for (uint32_t sent = 0; sent < TOTAL;) {
		uint32_t size = TOTAL - sent < sizeof(bytes) ? TOTAL - sent : (uint32_t)sizeof(bytes);
		for (uint32_t i = 0; i < size; i++)
			bytes[i] = (uint8_t)((sent + i) * 31 >> 3);
		size = ring_write(&out, bytes, size);
		sent += size;
		ring_publish(&out);
		if (ring_must_wake(&area.ring.consumer_waits))
			ring_bell(&rung_in);
		if (size)
			continue;
		ring_arm(&area.ring.producer_waits);
		if (!ring_room(&out))
			wait_bell(&rung_out);
	}
	return NULL;
}

static void nobody_sleeps_for_ever(void **state)
{
	pthread_t producer;
	uint32_t received = 0, size, wrong = 0;
	start_at(UINT32_MAX - TOTAL / 2);
	assert_int_equal(pthread_create(&producer, NULL, produce, NULL), 0);
	while (received < TOTAL) {
		const uint8_t *bytes = ring_peek(&in, &size);
		for (uint32_t i = 0; i < size; i++)
			wrong += bytes[i] != (uint8_t)((received + i) * 31 >> 3);
		received += size;
		ring_consume(&in, size);
		if (ring_must_wake(&area.ring.producer_waits))
			ring_bell(&rung_out);
		if (size)
			continue;
		ring_arm(&area.ring.consumer_waits);
		if (!ring_filled(&in))
			wait_bell(&rung_in);
	}
	pthread_join(producer, NULL);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_out_as_they_went_in),
		cmocka_unit_test(full_ring_takes_no_more),
		cmocka_unit_test(impossible_numbers_break_the_ring),
		cmocka_unit_test(nobody_sleeps_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
