// sources: drivers/ring_9p.c drivers/ring_stream.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* drivers/ring_9p.c against a server of the test's: replies in any order and in any pieces find their requests, a
 * flushed request ends with its flush, and a server that answers nonsense loses the share and nothing else. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "drivers/drivers.h"
#include "fs/ninep_codec.h"
#include "fs/ninep_transport.h"
#include "isle/boot_info.h"
#include "isle/doorbell.h"
#include "isle/ring.h"
#include "isle/shared.h"
#include "mm/page.h"
#include "test/unit/host.h"

#define RING 4096u
#define MANY 64u

static struct {
	struct hermit_shared header;
	struct hermit_stream streams[2];
	uint8_t to_isle[RING], to_linux[RING];
} area;
struct hermit_shared *shared = &area.header;
struct boot_info boot_info;

static struct boot_share share = {.tag = {"share0", 6}};
static struct ninep_transport *transport;
static void (*doorbell)(void);
static struct ring_end server_in, server_out;

struct hermit_stream *shared_stream(unsigned number)
{
	return &area.streams[number];
}

void doorbell_attach(void (*handler)(void))
{
	doorbell = handler;
}

void doorbell_ring_linux(void)
{
}

void ninep_transport_register(struct ninep_transport *of)
{
	transport = of;
}

struct exchange {
	struct ninep_request request;
	struct io_segment segments[4];
	uint8_t message[16], payload[40], head[11], data[100];
	unsigned done;
};

static void done(struct ninep_request *request)
{
	container_of(request, struct exchange, request)->done++;
}

static int start(void **state)
{
	memset(&area, 0, sizeof(area));
	area.header.streams = 2;
	area.streams[1].to_isle.offset = offsetof(typeof(area), to_isle);
	area.streams[1].to_linux.offset = offsetof(typeof(area), to_linux);
	area.streams[1].to_isle.size = area.streams[1].to_linux.size = RING;
	boot_info.share = &share;
	boot_info.shares = 1;
	assert_int_equal(ring_9p_driver.probe(), 0);
	ring_end_init(&server_in, &area.streams[1].to_linux, &area);
	ring_end_init(&server_out, &area.streams[1].to_isle, &area);
	return 0;
}

static void put_head(uint8_t *to, uint32_t size, uint8_t type, uint16_t tag)
{
	memcpy(to, &size, 4);
	to[4] = type;
	memcpy(to + 5, &tag, 2);
}

/** A message of 7 + `more` bytes, of which 40 are a segment of their own where there are so many. */
static int send(struct exchange *exchange, uint8_t type, uint16_t tag, uint32_t more)
{
	uint32_t first = more > 40 ? more - 40 : more;
	put_head(exchange->message, 7 + more, type, tag);
	exchange->segments[0] = (struct io_segment){virt_to_phys(exchange->message), 7 + first};
	exchange->segments[1] = (struct io_segment){virt_to_phys(exchange->payload), 40};
	unsigned out = more > 40 ? 2 : 1;
	exchange->segments[out] = (struct io_segment){virt_to_phys(exchange->head), sizeof(exchange->head)};
	exchange->segments[out + 1] = (struct io_segment){virt_to_phys(exchange->data), sizeof(exchange->data)};
	exchange->request.segments = exchange->segments;
	exchange->request.out = out;
	exchange->request.in = 2;
	exchange->request.done = done;
	return transport->submit(transport, &exchange->request);
}

/** The server's bytes in pieces of random size. */
static void serve(const uint8_t *bytes, uint32_t size)
{
	while (size) {
		uint32_t part = 1 + (uint32_t)rand() % 9;
		part = part > size ? size : part;
		assert_int_equal(ring_write(&server_out, bytes, part), part);
		ring_publish(&server_out);
		doorbell();
		bytes += part;
		size -= part;
	}
}

static void reply(uint16_t tag, uint32_t size)
{
	uint8_t bytes[200];
	for (uint32_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(tag + i);
	put_head(bytes, size, NINEP_TREAD + 1, tag);
	serve(bytes, size);
}

static void messages_leave_whole(void **state)
{
	struct exchange exchange = {0};
	uint32_t size;
	memset(exchange.payload, 0x5a, sizeof(exchange.payload));
	assert_int_equal(send(&exchange, NINEP_TWRITE, 3, 49), 0);
	const uint8_t *bytes = ring_peek(&server_in, &size);
	assert_int_equal(size, 56);
	assert_memory_equal(bytes, exchange.message, 16);
	assert_memory_equal(bytes + 16, exchange.payload, 40);
	reply(3, 11);
	assert_int_equal(exchange.done, 1);
	assert_int_equal(exchange.request.written, 11);
}

static void replies_find_their_requests(void **state)
{
	static struct exchange exchanges[MANY];
	srand(3);
	memset(exchanges, 0, sizeof(exchanges));
	for (uint16_t i = 0; i < MANY; i++)
		assert_int_equal(send(&exchanges[i], NINEP_TREAD, i, 8), 0);
	for (uint16_t i = MANY; i-- > 0;) {
		uint32_t size = 11 + (uint32_t)rand() % 101;
		reply(i, size);
		assert_int_equal(exchanges[i].done, 1);
		assert_int_equal(exchanges[i].request.written, size);
		for (uint32_t at = 7; at < size; at++)
			assert_int_equal(
				at < 11 ? exchanges[i].head[at] : exchanges[i].data[at - 11], (uint8_t)(i + at));
	}
}

static void flush_ends_what_it_flushes(void **state)
{
	struct exchange slow = {0}, flush = {0};
	uint8_t answer[7];
	uint16_t old = 9;
	send(&slow, NINEP_TREAD, old, 8);
	memcpy(flush.message + 7, &old, 2);
	send(&flush, NINEP_TFLUSH, 10, 2);
	put_head(answer, 7, NINEP_TFLUSH + 1, 10);
	serve(answer, 7);
	assert_int_equal(flush.done, 1);
	assert_int_equal(slow.done, 1);
	assert_int_equal(slow.request.written, 0);
	reply(9, 20); /* too late: of nobody's interest */
	assert_int_equal(slow.done, 1);
}

/** A reply that is longer than the room for it is told by its length; nothing is written behind the room. */
static void long_replies_are_cut(void **state)
{
	struct exchange exchange = {0};
	send(&exchange, NINEP_TREAD, 5, 8);
	reply(5, 150);
	assert_int_equal(exchange.request.written, 150);
	assert_int_equal(exchange.done, 1);
	struct exchange next = {0};
	send(&next, NINEP_TREAD, 6, 8);
	reply(6, 30);
	assert_int_equal(next.request.written, 30);
}

static void nonsense_loses_the_share(void **state)
{
	struct exchange waiting = {0}, late = {0};
	const uint8_t nonsense[7] = {3, 0, 0, 0, 1, 1, 0};
	send(&waiting, NINEP_TREAD, 5, 8);
	serve(nonsense, 7);
	assert_int_equal(waiting.done, 1);
	assert_int_equal(waiting.request.written, 0);
	assert_int_equal(send(&late, NINEP_TREAD, 6, 8), -EIO);
}

/* The last one breaks the one device that there is. */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_leave_whole),
		cmocka_unit_test(replies_find_their_requests),
		cmocka_unit_test(flush_ends_what_it_flushes),
		cmocka_unit_test(long_replies_are_cut),
		cmocka_unit_test(nonsense_loses_the_share),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
