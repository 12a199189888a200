/* SPDX-License-Identifier: BSD-3-Clause */
#include "bootblob.h"

#include "crc32c.h"
#include "fail.h"

#include <string.h>

void bootblob_begin(struct bootblob *blob)
{
	struct hermit_boot_header header = {0};
	*blob = (struct bootblob){0};
	buffer_append(&blob->bytes, &header, sizeof(header));
}

static void bootblob_add_header(struct bootblob *blob, uint32_t type, size_t length)
{
	struct hermit_boot_record record = {.type = type, .length = (uint32_t)length};
	if (length > UINT32_MAX / 2 || buffer_length(&blob->bytes) > UINT32_MAX / 2)
		fail_exit(FAIL_USAGE, "arguments and environment are too long for an isle");
	buffer_append(&blob->bytes, &record, sizeof(record));
	blob->records++;
}

static void bootblob_pad(struct bootblob *blob)
{
	static const uint8_t zeroes[8];
	buffer_append(&blob->bytes, zeroes, -buffer_length(&blob->bytes) % 8);
}

void bootblob_add(struct bootblob *blob, uint32_t type, const void *payload, size_t length)
{
	bootblob_add_header(blob, type, length);
	buffer_append(&blob->bytes, payload, length);
	bootblob_pad(blob);
}

void bootblob_add_text(struct bootblob *blob, uint32_t type, const char *text)
{
	bootblob_add(blob, type, text, strlen(text));
}

void bootblob_add_share(struct bootblob *blob, const char *tag, const char *path, uint32_t flags)
{
	struct hermit_boot_share share = {
		.flags = flags, .tag_length = (uint16_t)strlen(tag), .path_length = (uint16_t)strlen(path)};
	bootblob_add_header(blob, HERMIT_BOOT_SHARE, sizeof(share) + share.tag_length + share.path_length);
	buffer_append(&blob->bytes, &share, sizeof(share));
	buffer_append(&blob->bytes, tag, share.tag_length);
	buffer_append(&blob->bytes, path, share.path_length);
	bootblob_pad(blob);
}

void bootblob_add_file(struct bootblob *blob, const char *path, uint32_t mode, const void *contents, size_t size)
{
	struct hermit_boot_file file = {
		.mode = mode, .path_length = (uint16_t)strlen(path), .content_length = (uint32_t)size};
	bootblob_add_header(blob, HERMIT_BOOT_FILE, sizeof(file) + file.path_length + size);
	buffer_append(&blob->bytes, &file, sizeof(file));
	buffer_append(&blob->bytes, path, file.path_length);
	buffer_append(&blob->bytes, contents, size);
	bootblob_pad(blob);
}

void bootblob_end(struct bootblob *blob)
{
	size_t size = buffer_length(&blob->bytes);
	const uint8_t *start = buffer_start(&blob->bytes);
	struct hermit_boot_header header = {
		.magic = HERMIT_BOOT_MAGIC,
		.version = HERMIT_BOOT_VERSION,
		.size = (uint32_t)size,
		.crc32c = crc32c(0, start + sizeof(header), size - sizeof(header)),
		.records = blob->records,
	};
	memcpy(blob->bytes.bytes + blob->bytes.start, &header, sizeof(header));
}
