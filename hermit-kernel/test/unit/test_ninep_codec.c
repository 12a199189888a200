// sources: fs/ninep_codec.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/ninep_codec.c: what is written is read back, what is cut or made up is refused, noise does no harm. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "fs/ninep_codec.h"
#include "test/unit/host.h"

static uint8_t message[512];

static struct ninep_reader reader_behind_head(const struct ninep_writer *writer)
{
	return (struct ninep_reader){.bytes = writer->bytes, .at = NINEP_HEADER, .size = writer->size};
}

static void integers_are_little_endian(void **state)
{
	static const uint8_t wanted[] = {
		7 + 15, 0, 0, 0, 110, 0x34, 0x12, 0x01, 0x45, 0x23, 0xef, 0xcd, 0xab, 0x89, 8, 7, 6, 5, 4, 3, 2, 1};
	struct ninep_writer writer;
	ninep_begin(&writer, message, sizeof(message), NINEP_TWALK);
	ninep_put8(&writer, 1);
	ninep_put16(&writer, 0x2345);
	ninep_put32(&writer, 0x89abcdef);
	ninep_put64(&writer, 0x0102030405060708);
	ninep_end(&writer, 0);
	ninep_set_tag(message, 0x1234);
	assert_false(writer.bad);
	assert_int_equal(writer.size, sizeof(wanted));
	assert_memory_equal(message, wanted, sizeof(wanted));
}

static void what_is_written_is_read(void **state)
{
	struct ninep_writer writer;
	uint16_t length;
	ninep_begin(&writer, message, sizeof(message), NINEP_TWALK);
	ninep_put_string(&writer, "name", 4);
	ninep_put8(&writer, 0x80);
	ninep_put32(&writer, 5);
	ninep_put64(&writer, 6);
	ninep_put_string(&writer, "", 0);
	struct ninep_reader reader = reader_behind_head(&writer);
	const char *name = ninep_get_string(&reader, &length);
	assert_int_equal(length, 4);
	assert_memory_equal(name, "name", 4);
	struct ninep_qid qid = ninep_get_qid(&reader);
	assert_true(qid.type == 0x80 && qid.version == 5 && qid.path == 6);
	ninep_get_string(&reader, &length);
	assert_int_equal(length, 0);
	assert_false(reader.bad);
	assert_int_equal(ninep_get8(&reader), 0);
	assert_true(reader.bad);
}

static void a_full_message_is_noticed(void **state)
{
	struct ninep_writer writer;
	for (unsigned room = NINEP_HEADER; room < 40; room++) {
		uint8_t *exact = malloc(room);
		ninep_begin(&writer, exact, room, NINEP_TMKDIR);
		ninep_put64(&writer, 1);
		ninep_put_string(&writer, "0123456789", 10);
		assert_int_equal(writer.bad, room < NINEP_HEADER + 8 + 12);
		free(exact);
	}
	ninep_begin(&writer, message, sizeof(message), NINEP_TMKDIR);
	ninep_put_string(&writer, "x", 65536);
	assert_true(writer.bad);
}

static void attributes_are_read_whole_or_not(void **state)
{
	struct ninep_writer writer;
	struct ninep_attributes attributes;
	ninep_begin(&writer, message, sizeof(message), NINEP_TGETATTR + 1);
	ninep_put64(&writer, NINEP_GETATTR_BASIC);
	ninep_put8(&writer, 0);
	ninep_put32(&writer, 1);
	ninep_put64(&writer, 2);
	ninep_put32(&writer, 0100644);
	ninep_put32(&writer, 1000);
	ninep_put32(&writer, 1001);
	for (uint64_t value = 10; value < 21; value++) /* links … changed */
		ninep_put64(&writer, value);
	for (uint32_t size = NINEP_HEADER; size <= writer.size; size++) {
		uint8_t *cut = malloc(size);
		memcpy(cut, message, size);
		struct ninep_reader reader = {.bytes = cut, .at = NINEP_HEADER, .size = size};
		ninep_get_attributes(&reader, &attributes);
		assert_int_equal(reader.bad, size < writer.size);
		free(cut);
	}
	assert_int_equal(attributes.qid.path, 2);
	assert_int_equal(attributes.mode, 0100644);
	assert_int_equal(attributes.size, 12);
	assert_int_equal(attributes.changed.nanoseconds, 20);
}

static void reply_heads_are_checked(void **state)
{
	struct ninep_writer writer;
	struct ninep_reader reader;
	ninep_begin(&writer, message, sizeof(message), NINEP_TWALK + 1);
	ninep_put16(&writer, 1);
	ninep_end(&writer, 0);
	ninep_set_tag(message, 3);
	assert_int_equal(ninep_open_reply(&reader, message, 9, 9, NINEP_TWALK, 3), 0);
	assert_int_equal(ninep_get16(&reader), 1);
	assert_int_equal(ninep_open_reply(&reader, message, 9, 9, NINEP_TWALK, 4), -EPROTO);
	assert_int_equal(ninep_open_reply(&reader, message, 9, 9, NINEP_TREAD, 3), -EPROTO);
	assert_int_equal(ninep_open_reply(&reader, message, 9, 10, NINEP_TWALK, 3), -EPROTO);
	for (uint32_t size = 0; size < NINEP_HEADER; size++)
		assert_int_equal(ninep_open_reply(&reader, message, size, size, NINEP_TWALK, 3), -EPROTO);
	/* the head of a long reply: the rest lies elsewhere */
	ninep_end(&writer, 1000);
	assert_int_equal(ninep_open_reply(&reader, message, 9, 1009, NINEP_TWALK, 3), 0);
}

static int error_reply(uint32_t error)
{
	struct ninep_writer writer;
	struct ninep_reader reader;
	ninep_begin(&writer, message, sizeof(message), NINEP_RLERROR);
	ninep_put32(&writer, error);
	ninep_end(&writer, 0);
	ninep_set_tag(message, 3);
	return ninep_open_reply(&reader, message, writer.size, writer.size, NINEP_TWALK, 3);
}

static void errors_are_the_servers_or_nonsense(void **state)
{
	assert_int_equal(error_reply(ENOENT), -ENOENT);
	assert_int_equal(error_reply(133), -133);
	assert_int_equal(error_reply(0), -EPROTO);
	assert_int_equal(error_reply(512), -EPROTO); /* ERESTARTSYS must not come from outside */
	assert_int_equal(error_reply(0xffffffff), -EPROTO);
}

static void put_entry(struct ninep_writer *writer, const char *name, size_t length)
{
	ninep_put8(writer, 0);
	ninep_put32(writer, 1);
	ninep_put64(writer, 2);
	ninep_put64(writer, 99);
	ninep_put8(writer, 8);
	ninep_put_string(writer, name, length);
}

static bool entry_ok(const char *name, size_t length)
{
	struct ninep_writer writer;
	struct ninep_entry entry;
	ninep_begin(&writer, message, sizeof(message), NINEP_TREADDIR);
	put_entry(&writer, name, length);
	struct ninep_reader reader = reader_behind_head(&writer);
	bool ok = ninep_get_entry(&reader, &entry);
	assert_int_equal(ok, !reader.bad);
	if (ok) {
		assert_int_equal(entry.next_position, 99);
		assert_int_equal(entry.name_length, length);
		assert_false(ninep_get_entry(&reader, &entry)); /* the end, which is not bad */
		assert_false(reader.bad);
	}
	return ok;
}

static void directory_entries_are_names(void **state)
{
	char longest[300];
	memset(longest, 'a', sizeof(longest));
	assert_true(entry_ok("file", 4));
	assert_true(entry_ok("..", 2));
	assert_true(entry_ok(longest, 255));
	assert_false(entry_ok(longest, 256));
	assert_false(entry_ok("", 0));
	assert_false(entry_ok("a/b", 3));
	assert_false(entry_ok("a\0b", 3));
}

static void noise_does_no_harm(void **state)
{
	for (unsigned round = 0; round < 100000; round++) {
		uint32_t size = (uint32_t)(host_random() % 120);
		uint8_t *noise = malloc(size + 1);
		struct ninep_reader reader = {.bytes = noise, .size = size};
		struct ninep_attributes attributes;
		struct ninep_statfs statfs;
		struct ninep_lock lock;
		struct ninep_entry entry;
		uint16_t length;
		unsigned steps = 0;
		host_random_bytes(noise, size);
		for (uint32_t i = 0; i < size; i++)
			noise[i] = host_random() % 3 ? 0 : noise[i]; /* small lengths now and then */
		switch (host_random() % 6) {
		case 0:
			ninep_get_attributes(&reader, &attributes);
			break;
		case 1:
			ninep_get_statfs(&reader, &statfs);
			break;
		case 2:
			ninep_get_lock(&reader, &lock);
			break;
		case 3:
			while (ninep_get_entry(&reader, &entry))
				assert_true(++steps <= size);
			break;
		case 4:
			while (!reader.bad)
				ninep_get_string(&reader, &length);
			assert_int_equal(length, 0);
			break;
		default:
			ninep_open_reply(&reader, noise, size, size, NINEP_TREAD, (uint16_t)(size ? noise[0] : 0));
		}
		assert_true(reader.at <= reader.size);
		free(noise);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_little_endian),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(a_full_message_is_noticed),
		cmocka_unit_test(attributes_are_read_whole_or_not),
		cmocka_unit_test(reply_heads_are_checked),
		cmocka_unit_test(errors_are_the_servers_or_nonsense),
		cmocka_unit_test(directory_entries_are_names),
		cmocka_unit_test(noise_does_no_harm),
	};
	return cmocka_run_group_tests_name("ninep_codec", tests, NULL, NULL);
}
