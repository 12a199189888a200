// sources: drivers/virtqueue.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* drivers/virtqueue.c against a device made of the same rings: chains come back whole, and a device that breaks the
 * rules stops the queue. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "drivers/virtqueue.h"
#include "mm/page.h"
#include "test/unit/host.h"

#define SIZE 16u

static struct virtqueue queue;
static unsigned notified;
static uint16_t device_seen; /* entries of the available ring that the device has taken */

static void notify(struct virtqueue *of)
{
	notified++;
}

static void start(bool event_index, bool indirect)
{
	assert_int_equal(virtqueue_init(&queue, SIZE, event_index, indirect), 0);
	queue.notify = notify;
	notified = 0;
	device_seen = 0;
}

/** The device takes the next chain: its head, or -1. Bytes to read are summed, bytes to write are filled with `fill`.
 */
static int device_take(uint8_t fill, uint32_t *sum, uint32_t *writable)
{
	if (device_seen == queue.available_ring->idx)
		return -1;
	uint16_t head = queue.available_ring->ring[device_seen++ % SIZE];
	struct vring_desc *table = queue.descriptors;
	unsigned at = head, steps = 0;
	*sum = *writable = 0;
	if (table[at].flags & VRING_DESC_F_INDIRECT) {
		table = phys_to_virt(queue.descriptors[head].addr);
		at = 0;
	}
	for (;; at = table[at].next) {
		uint8_t *memory = phys_to_virt(table[at].addr);
		assert_true(++steps <= 64);
		for (uint32_t i = 0; i < table[at].len; i++) {
			if (table[at].flags & VRING_DESC_F_WRITE)
				memory[i] = fill;
			else
				*sum += memory[i];
		}
		*writable += table[at].flags & VRING_DESC_F_WRITE ? table[at].len : 0;
		if (!(table[at].flags & VRING_DESC_F_NEXT))
			return head;
	}
}

static void device_give(uint32_t id, uint32_t length)
{
	queue.used_ring->ring[queue.used_ring->idx % SIZE] = (struct vring_used_elem){id, length};
	queue.used_ring->idx++;
}

static struct io_segment segment(void *memory, uint32_t size)
{
	return (struct io_segment){virt_to_phys(memory), size};
}

static void chains_travel(bool event_index, bool indirect)
{
	uint8_t out[3] = {1, 2, 3}, in[2][4];
	start(event_index, indirect);
	for (unsigned round = 0; round < 5 * SIZE; round++) {
		struct io_segment segments[] = {segment(out, 3), segment(in[0], 4), segment(in[1], 4)};
		uint32_t sum, writable, written;
		unsigned parts = 1 + round % 3;
		assert_int_equal(virtqueue_add(&queue, segments, 1, parts - 1, &segments), 0);
		virtqueue_kick(&queue);
		int head = device_take((uint8_t)round, &sum, &writable);
		assert_true(head >= 0);
		assert_int_equal(sum, 6);
		assert_int_equal(writable, 4 * (parts - 1));
		assert_null(virtqueue_take(&queue, &written));
		device_give((uint32_t)head, writable);
		assert_ptr_equal(virtqueue_take(&queue, &written), &segments);
		assert_int_equal(written, writable);
		if (parts > 1)
			assert_int_equal(in[parts - 2][3], (uint8_t)round);
		assert_int_equal(queue.free_count, SIZE);
	}
	virtqueue_free(&queue);
}

static void direct_chains_travel(void **state)
{
	chains_travel(false, false);
	chains_travel(true, false);
}

static void indirect_chains_travel(void **state)
{
	chains_travel(true, true);
}

static void full_ring_says_so_and_recovers_out_of_order(void **state)
{
	uint8_t byte = 7;
	struct io_segment segments[] = {segment(&byte, 1), segment(&byte, 1)};
	int heads[SIZE / 2], tokens[SIZE / 2];
	uint32_t sum, writable, written;
	start(false, false);
	for (unsigned i = 0; i < SIZE / 2; i++)
		assert_int_equal(virtqueue_add(&queue, segments, 2, 0, &tokens[i]), 0);
	assert_int_equal(virtqueue_add(&queue, segments, 2, 0, tokens), -ENOSPC);
	assert_int_equal(virtqueue_add(&queue, segments, 1, 0, tokens), -ENOSPC);
	for (unsigned i = 0; i < SIZE / 2; i++)
		heads[i] = device_take(0, &sum, &writable);
	for (unsigned i = SIZE / 2; i-- > 0;)
		device_give((uint32_t)heads[i], 0);
	for (unsigned i = SIZE / 2; i-- > 0;)
		assert_ptr_equal(virtqueue_take(&queue, &written), &tokens[i]);
	assert_null(virtqueue_take(&queue, &written));
	assert_int_equal(queue.free_count, SIZE);
	virtqueue_free(&queue);
}

static void without_memory_for_a_table_the_ring_serves(void **state)
{
	uint8_t byte = 1;
	struct io_segment segments[4] = {segment(&byte, 1), segment(&byte, 1), segment(&byte, 1), segment(&byte, 1)};
	uint32_t sum, writable;
	start(true, true);
	host_allocations_left = 0;
	assert_int_equal(virtqueue_add(&queue, segments, 4, 0, &byte), 0);
	host_allocations_left = -1;
	assert_int_equal(queue.free_count, SIZE - 4);
	assert_true(device_take(0, &sum, &writable) >= 0);
	assert_int_equal(sum, 4);
	virtqueue_free(&queue);
}

static void device_is_told_when_it_wants(void **state)
{
	uint8_t byte = 1;
	struct io_segment one = segment(&byte, 1);
	start(false, false);
	virtqueue_kick(&queue);
	assert_int_equal(notified, 0); /* nothing new */
	virtqueue_add(&queue, &one, 1, 0, &byte);
	virtqueue_kick(&queue);
	assert_int_equal(notified, 1);
	queue.used_ring->flags = VRING_USED_F_NO_NOTIFY;
	virtqueue_add(&queue, &one, 1, 0, &byte);
	virtqueue_kick(&queue);
	assert_int_equal(notified, 1);
	virtqueue_free(&queue);

	start(true, false);
	*queue.avail_event = 2; /* wants to hear of the third */
	for (unsigned i = 0; i < 4; i++) {
		virtqueue_add(&queue, &one, 1, 0, &byte);
		virtqueue_kick(&queue);
		assert_int_equal(notified, i >= 2);
	}
	virtqueue_free(&queue);
}

static void interrupts_are_asked_for_and_not(void **state)
{
	uint8_t byte = 1;
	struct io_segment one = segment(&byte, 1);
	uint32_t sum, writable, written;
	start(true, false);
	assert_true(virtqueue_enable_interrupts(&queue));
	assert_int_equal(*queue.used_event, 0);
	virtqueue_add(&queue, &one, 1, 0, &byte);
	device_give((uint32_t)device_take(0, &sum, &writable), 0);
	assert_false(virtqueue_enable_interrupts(&queue)); /* one is there already */
	assert_non_null(virtqueue_take(&queue, &written));
	assert_true(virtqueue_enable_interrupts(&queue));
	virtqueue_disable_interrupts(&queue);
	/* section 2.7.7.2: would the device interrupt for the next used entry? */
	uint16_t now = (uint16_t)(queue.used + 1), before = queue.used;
	assert_false((uint16_t)(now - *queue.used_event - 1) < (uint16_t)(now - before));
	virtqueue_free(&queue);
}

static void a_lying_device_stops_the_queue(uint32_t id, uint32_t length)
{
	uint8_t bytes[4];
	struct io_segment one = segment(bytes, sizeof(bytes));
	uint32_t written;
	start(false, false);
	unsigned lines = host_log_lines();
	assert_int_equal(virtqueue_add(&queue, &one, 0, 1, bytes), 0);
	device_give(id, length);
	assert_null(virtqueue_take(&queue, &written));
	assert_true(queue.broken);
	assert_int_equal(host_log_lines(), lines + 1);
	assert_int_equal(virtqueue_add(&queue, &one, 0, 1, bytes), -EIO);
	assert_null(virtqueue_take(&queue, &written));
	virtqueue_free(&queue);
}

static void lies_are_found(void **state)
{
	a_lying_device_stops_the_queue(SIZE, 0); /* no such descriptor */
	a_lying_device_stops_the_queue(0xffffffff, 0);
	a_lying_device_stops_the_queue(1, 0); /* not in use */
	a_lying_device_stops_the_queue(0, 5); /* more than there was room for */
}

static void sizes_are_checked(void **state)
{
	assert_int_equal(virtqueue_init(&queue, 0, false, false), -EINVAL);
	assert_int_equal(virtqueue_init(&queue, 12, false, false), -EINVAL);
	assert_int_equal(virtqueue_init(&queue, 2048, false, false), -EINVAL);
	host_allocations_left = 0;
	assert_int_equal(virtqueue_init(&queue, 8, false, false), -ENOMEM);
	host_allocations_left = 1;
	assert_int_equal(virtqueue_init(&queue, 8, false, false), -ENOMEM);
	host_allocations_left = -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(direct_chains_travel),
		cmocka_unit_test(indirect_chains_travel),
		cmocka_unit_test(full_ring_says_so_and_recovers_out_of_order),
		cmocka_unit_test(without_memory_for_a_table_the_ring_serves),
		cmocka_unit_test(device_is_told_when_it_wants),
		cmocka_unit_test(interrupts_are_asked_for_and_not),
		cmocka_unit_test(lies_are_found),
		cmocka_unit_test(sizes_are_checked),
	};
	return cmocka_run_group_tests_name("virtqueue", tests, NULL, NULL);
}
