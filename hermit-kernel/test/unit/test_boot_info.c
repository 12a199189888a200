// sources: isle/boot_info.c lib/crc32c.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* isle/boot_info.c: a good blob is read, every kind of bad one is refused with a log line, no blob does harm. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "isle/boot_info.h"
#include "lib/crc32c.h"
#include "mm/heap.h"
#include "test/unit/host.h"

static uint8_t blob[8192];
static uint32_t size, records;

static void begin(void)
{
	memset(blob, 0, sizeof(blob));
	size = sizeof(struct hermit_boot_header);
	records = 0;
}

static void add(uint32_t type, const void *payload, uint32_t length)
{
	struct hermit_boot_record head = {type, length};
	memcpy(blob + size, &head, sizeof(head));
	memcpy(blob + size + sizeof(head), payload, length);
	size += (uint32_t)sizeof(head) + (length + 7) / 8 * 8;
	records++;
}

static void add_text(uint32_t type, const char *text)
{
	add(type, text, (uint32_t)strlen(text));
}

static void seal(void)
{
	struct hermit_boot_header header = {HERMIT_BOOT_MAGIC, HERMIT_BOOT_VERSION, size,
		crc32c(blob + sizeof(header), size - sizeof(header)), records};
	memcpy(blob, &header, sizeof(header));
}

/** In memory of exactly its size, so that ASan sees a step beyond it. */
static int parse_copy(struct boot_info *info, uint8_t **copy)
{
	*copy = malloc(size ? size : 1);
	memcpy(*copy, blob, size);
	memset(info, 0, sizeof(*info));
	return boot_info_parse(*copy, size, info);
}

static int parse(void)
{
	struct boot_info info;
	uint8_t *copy;
	unsigned lines = host_log_lines();
	int error = parse_copy(&info, &copy);
	if (error)
		assert_true(host_log_lines() > lines);
	else
		heap_free(info.argv);
	free(copy);
	return error;
}

static void put_good(void)
{
	struct {
		struct hermit_boot_share head;
		char text[8];
	} share = {{HERMIT_SHARE_READONLY, 4, 4}, "tag0/usr"};
	struct {
		struct hermit_boot_file head;
		char text[12];
	} file = {{0644, 4, 0, 8, 0}, "/etccontents"};
	struct hermit_boot_streams streams = {3, 4, 24, 80, 0};
	struct hermit_boot_identity identity = {1000, 1001, 027, 77};
	struct hermit_boot_clock clock = {1234567890, 0, 0};
	struct hermit_boot_isle isle = {3, HERMIT_ISLE_KIND_VM, HERMIT_ISLE_VERBOSE, 0};
	begin();
	add_text(HERMIT_BOOT_ENV, "A=1");
	add_text(HERMIT_BOOT_ARG, "prog");
	add_text(HERMIT_BOOT_ARG, "");
	add_text(4711, "of a later version");
	add_text(HERMIT_BOOT_ARG | HERMIT_BOOT_CRITICAL, "last");
	add_text(HERMIT_BOOT_PROGRAM, "/bin/prog");
	add_text(HERMIT_BOOT_CWD, "/home");
	add_text(HERMIT_BOOT_ENV, "B=");
	add_text(HERMIT_BOOT_HOSTNAME, "box");
	add(HERMIT_BOOT_SHARE, &share, sizeof(share));
	add(HERMIT_BOOT_FILE, &file, sizeof(file));
	add(HERMIT_BOOT_STREAMS, &streams, sizeof(streams));
	add(HERMIT_BOOT_IDENTITY, &identity, sizeof(identity));
	add(HERMIT_BOOT_CLOCK, &clock, sizeof(clock));
	add(HERMIT_BOOT_ISLE, &isle, sizeof(isle));
	seal();
}

/* A parse, good or bad, leaves alone what is known already. */
static void what_the_loader_said_stays(void **state)
{
	static const struct hermit_boot_block block;
	const struct boot_loader loader = {&block, "a=1", 4096, 8192};
	struct boot_info info = {.loader = loader};
	put_good();
	assert_int_equal(boot_info_parse(blob, size, &info), 0);
	assert_memory_equal(&info.loader, &loader, sizeof(loader));
	heap_free(info.argv);
}

static bool is(struct boot_string string, const char *text)
{
	return string.length == strlen(text) && !memcmp(string.text, text, string.length);
}

static void a_good_blob_is_read(void **state)
{
	struct boot_info info;
	uint8_t *copy;
	put_good();
	assert_int_equal(parse_copy(&info, &copy), 0);
	assert_true(is(info.program, "/bin/prog") && is(info.cwd, "/home") && is(info.hostname, "box"));
	assert_int_equal(info.argc, 3);
	assert_true(is(info.argv[0], "prog") && is(info.argv[1], "") && is(info.argv[2], "last"));
	assert_int_equal(info.envc, 2);
	assert_true(is(info.envv[0], "A=1") && is(info.envv[1], "B="));
	assert_int_equal(info.shares, 1);
	assert_true(is(info.share[0].tag, "tag0") && is(info.share[0].path, "/usr") && info.share[0].read_only);
	assert_int_equal(info.files, 1);
	assert_true(is(info.file[0].path, "/etc") && info.file[0].size == 8 && info.file[0].mode == 0644);
	assert_memory_equal(info.file[0].contents, "contents", 8);
	assert_int_equal(info.streams.columns, 80);
	assert_int_equal(info.identity.uid, 1000);
	assert_int_equal(info.clock.realtime_ns, 1234567890);
	assert_int_equal(info.isle.number, 3);
	heap_free(info.argv);
	free(copy);
}

static void what_is_absent_has_a_default(void **state)
{
	struct boot_info info;
	uint8_t *copy;
	begin();
	add_text(HERMIT_BOOT_ARG, "x");
	seal();
	assert_int_equal(parse_copy(&info, &copy), 0);
	assert_true(is(info.cwd, "/") && info.hostname.length && !info.program.length);
	assert_int_equal(info.isle.kind, HERMIT_ISLE_KIND_VM);
	heap_free(info.argv);
	free(copy);
	begin();
	add_text(HERMIT_BOOT_ENV, "A=1");
	seal();
	assert_int_equal(parse(), -EINVAL); /* argv[0] has none */
}

static void headers_are_checked(void **state)
{
	struct hermit_boot_header *header = (struct hermit_boot_header *)blob;
	put_good();
	header->magic++;
	assert_int_equal(parse(), -EINVAL);
	put_good();
	header->version = 2;
	assert_int_equal(parse(), -EOPNOTSUPP);
	put_good();
	header->size++;
	assert_int_equal(parse(), -EINVAL);
	put_good();
	header->crc32c ^= 1;
	assert_int_equal(parse(), -EINVAL);
	put_good();
	header->records++;
	assert_int_equal(parse(), -EINVAL);
	put_good();
	header->records--;
	assert_int_equal(parse(), -EINVAL);
	put_good();
	uint32_t whole = size;
	for (size = 0; size < whole; size++)
		assert_int_not_equal(parse(), 0);
}

/** One record beside argv[0]. */
static int with(uint32_t type, const void *payload, uint32_t length)
{
	begin();
	add_text(HERMIT_BOOT_ARG, "x");
	add(type, payload, length);
	seal();
	return parse();
}

static int with_text(uint32_t type, const char *text)
{
	return with(type, text, (uint32_t)strlen(text));
}

static void records_are_checked(void **state)
{
	assert_int_equal(with_text(4711, "unknown"), 0);
	assert_int_equal(with_text(4711 | HERMIT_BOOT_CRITICAL, "unknown"), -EOPNOTSUPP);
	assert_int_equal(with_text(HERMIT_BOOT_PROGRAM, "relative"), -EINVAL);
	assert_int_equal(with_text(HERMIT_BOOT_PROGRAM, ""), -EINVAL);
	assert_int_equal(with_text(HERMIT_BOOT_CWD, "relative"), -EINVAL);
	assert_int_equal(with(HERMIT_BOOT_CWD, "/a\0b", 4), -EINVAL);
	assert_int_equal(with(HERMIT_BOOT_ARG, "a\0b", 3), -EINVAL);
	assert_int_equal(with_text(HERMIT_BOOT_ENV, "NOEQUALS"), -EINVAL);
	assert_int_equal(with_text(HERMIT_BOOT_ENV, "=x"), -EINVAL);
	assert_int_equal(with_text(HERMIT_BOOT_ENV, "=C:=x"), -EINVAL);
	char longest[80];
	memset(longest, 'a', sizeof(longest));
	assert_int_equal(with(HERMIT_BOOT_HOSTNAME, longest, 64), 0);
	assert_int_equal(with(HERMIT_BOOT_HOSTNAME, longest, 65), -EINVAL);
	struct hermit_boot_streams streams = {.tty = 8};
	assert_int_equal(with(HERMIT_BOOT_STREAMS, &streams, sizeof(streams)), -EINVAL);
	streams = (struct hermit_boot_streams){.closed = 0x80};
	assert_int_equal(with(HERMIT_BOOT_STREAMS, &streams, sizeof(streams)), -EINVAL);
	assert_int_equal(with(HERMIT_BOOT_STREAMS, &streams, sizeof(streams) - 1), -EINVAL);
	struct hermit_boot_isle isle = {.kind = 9};
	assert_int_equal(with(HERMIT_BOOT_ISLE, &isle, sizeof(isle)), -EINVAL);
}

static void records_that_come_once_come_once(void **state)
{
	static const uint32_t texts[] = {HERMIT_BOOT_PROGRAM, HERMIT_BOOT_CWD, HERMIT_BOOT_HOSTNAME};
	struct hermit_boot_clock clock = {0, 0, 0};
	for (unsigned i = 0; i < 3; i++) {
		begin();
		add_text(HERMIT_BOOT_ARG, "x");
		add_text(texts[i], "/a");
		add_text(texts[i], "/a");
		seal();
		assert_int_equal(parse(), -EINVAL);
	}
	begin();
	add_text(HERMIT_BOOT_ARG, "x");
	add(HERMIT_BOOT_CLOCK, &clock, sizeof(clock));
	add(HERMIT_BOOT_CLOCK, &clock, sizeof(clock));
	seal();
	assert_int_equal(parse(), -EINVAL);
}

static void lengths_inside_of_records_are_checked(void **state)
{
	struct {
		struct hermit_boot_share head;
		char text[8];
	} share = {{0, 4, 4}, "tag0/usr"};
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share)), 0);
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share) - 1), -EINVAL);
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, 7), -EINVAL);
	share.head.tag_length = 0xffff;
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share)), -EINVAL);
	share.head = (struct hermit_boot_share){0, 0, 8};
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share)), -EINVAL);
	share.head = (struct hermit_boot_share){2, 4, 4};
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share)), -EINVAL);
	share.head = (struct hermit_boot_share){0, 3, 5};
	assert_int_equal(with(HERMIT_BOOT_SHARE, &share, sizeof(share)), -EINVAL); /* path "0/usr" */

	struct {
		struct hermit_boot_file head;
		char text[12];
	} file = {{0644, 4, 0, 8, 0}, "/etccontents"};
	assert_int_equal(with(HERMIT_BOOT_FILE, &file, sizeof(file)), 0);
	file.head.content_length = 0xfffffff8;
	assert_int_equal(with(HERMIT_BOOT_FILE, &file, sizeof(file)), -EINVAL);
	file.head.content_length = 9;
	assert_int_equal(with(HERMIT_BOOT_FILE, &file, sizeof(file)), -EINVAL);
	file.head = (struct hermit_boot_file){0100644, 4, 0, 8, 0};
	assert_int_equal(with(HERMIT_BOOT_FILE, &file, sizeof(file)), -EINVAL);
	assert_int_equal(with(HERMIT_BOOT_FILE, &file, 15), -EINVAL);
}

static void damage_with_a_right_sum_does_no_harm(void **state)
{
	unsigned refused = 0;
	for (unsigned round = 0; round < 50000; round++) {
		put_good();
		for (unsigned hits = 1 + host_random() % 3; hits; hits--)
			blob[sizeof(struct hermit_boot_header) +
				host_random() % (size - sizeof(struct hermit_boot_header))] =
				(uint8_t)(host_random() >> 40);
		seal();
		refused += parse() != 0;
	}
	assert_true(refused > 1000);
}

static void short_memory_is_told(void **state)
{
	struct boot_info info;
	uint8_t *copy;
	put_good();
	host_allocations_left = 0;
	assert_int_equal(parse_copy(&info, &copy), -ENOMEM);
	host_allocations_left = -1;
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_blob_is_read),
		cmocka_unit_test(what_the_loader_said_stays),
		cmocka_unit_test(what_is_absent_has_a_default),
		cmocka_unit_test(headers_are_checked),
		cmocka_unit_test(records_are_checked),
		cmocka_unit_test(records_that_come_once_come_once),
		cmocka_unit_test(lengths_inside_of_records_are_checked),
		cmocka_unit_test(damage_with_a_right_sum_does_no_harm),
		cmocka_unit_test(short_memory_is_told),
	};
	return cmocka_run_group_tests_name("boot_info", tests, NULL, NULL);
}
