/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "bootblob.h"
#include "crc32c.h"

#include <string.h>

static void empty_blob(void **state)
{
	(void)state;
	struct bootblob blob;
	struct hermit_boot_header header;
	bootblob_begin(&blob);
	bootblob_end(&blob);
	assert_int_equal(buffer_length(&blob.bytes), sizeof(header));
	memcpy(&header, buffer_start(&blob.bytes), sizeof(header));
	assert_memory_equal(buffer_start(&blob.bytes), "HMITBOOT", 8);
	assert_true(header.version == HERMIT_BOOT_VERSION && header.size == sizeof(header) && header.records == 0);
	assert_true(header.crc32c == 0);
	buffer_free(&blob.bytes);
}

/* Walks the records as a reader does. */
static const uint8_t *record(const struct bootblob *blob, unsigned nth, struct hermit_boot_record *header)
{
	const uint8_t *at = buffer_start(&blob->bytes) + sizeof(struct hermit_boot_header);
	for (;; nth--) {
		assert_int_equal((uintptr_t)(at - buffer_start(&blob->bytes)) % 8, 0);
		memcpy(header, at, sizeof(*header));
		at += sizeof(*header);
		if (!nth)
			return at;
		for (uint32_t i = header->length; i % 8; i++)
			assert_int_equal(at[i], 0);
		at += (header->length + 7) / 8 * 8;
	}
}

static void records_in_a_row(void **state)
{
	(void)state;
	struct bootblob blob;
	struct hermit_boot_header header;
	struct hermit_boot_record head;
	bootblob_begin(&blob);
	bootblob_add_text(&blob, HERMIT_BOOT_PROGRAM, "/bin/x");
	bootblob_add_text(&blob, HERMIT_BOOT_ARG, "");
	bootblob_add_text(&blob, HERMIT_BOOT_ARG, "12345678");
	bootblob_add_share(&blob, "share0", "/home/me", HERMIT_SHARE_READONLY);
	bootblob_add(&blob, HERMIT_BOOT_CLOCK, &(struct hermit_boot_clock){.realtime_ns = 5},
		sizeof(struct hermit_boot_clock));
	bootblob_end(&blob);

	memcpy(&header, buffer_start(&blob.bytes), sizeof(header));
	assert_true(header.records == 5 && header.size == buffer_length(&blob.bytes));
	assert_true(header.crc32c ==
		    crc32c_by_table(0, buffer_start(&blob.bytes) + sizeof(header), header.size - sizeof(header)));

	assert_memory_equal(record(&blob, 0, &head), "/bin/x", 6);
	assert_true(head.type == HERMIT_BOOT_PROGRAM && head.length == 6);
	record(&blob, 1, &head);
	assert_true(head.type == HERMIT_BOOT_ARG && head.length == 0);
	record(&blob, 2, &head);
	assert_true(head.length == 8);
	const uint8_t *payload = record(&blob, 3, &head);
	struct hermit_boot_share share;
	memcpy(&share, payload, sizeof(share));
	assert_true(head.length == sizeof(share) + 6 + 8 && share.tag_length == 6 && share.path_length == 8);
	assert_true(share.flags == HERMIT_SHARE_READONLY);
	assert_memory_equal(payload + sizeof(share), "share0/home/me", 14);
	record(&blob, 4, &head);
	assert_true(head.type == HERMIT_BOOT_CLOCK);
	buffer_free(&blob.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_blob),
		cmocka_unit_test(records_in_a_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
