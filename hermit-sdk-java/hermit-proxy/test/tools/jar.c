/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * jar OUTPUT stored|deflated < MANIFEST: a jar with two entries, of which the second is the manifest. Fields as in the
 * .ZIP File Format Specification, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static uint8_t out[1 << 20];
static size_t length;

static void put(uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		out[length++] = (uint8_t)(number >> 8 * i);
}

static void put_bytes(const void *bytes, size_t size)
{
	memcpy(out + length, bytes, size);
	length += size;
}

struct entry {
	const char *name;
	const uint8_t *bytes;
	uint32_t size, packed, sum, offset, method;
};

/* What both headers of an entry have in common. */
static void put_facts(const struct entry *e)
{
	put(20, 2);
	put(0, 2);
	put(e->method, 2);
	put(0, 4);
	put(e->sum, 4);
	put(e->packed, 4);
	put(e->size, 4);
	put(strlen(e->name), 2);
	put(0, 2);
}

static void put_entry(struct entry *e)
{
	e->offset = (uint32_t)length;
	put(0x04034b50, 4);
	put_facts(e);
	put_bytes(e->name, strlen(e->name));
	put_bytes(e->bytes, e->packed);
}

static void put_directory(const struct entry *e)
{
	put(0x02014b50, 4);
	put(20, 2);
	put_facts(e);
	put(0, 10);
	put(e->offset, 4);
	put_bytes(e->name, strlen(e->name));
}

static uint32_t pack(const uint8_t *text, uint32_t size, uint8_t *packed, uint32_t room)
{
	z_stream stream = {
		.next_in = (Bytef *)(uintptr_t)text, .avail_in = size, .next_out = packed, .avail_out = room};
	if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
		deflate(&stream, Z_FINISH) != Z_STREAM_END)
		exit(1);
	deflateEnd(&stream);
	return (uint32_t)stream.total_out;
}

int main(int argc, char **argv)
{
	static uint8_t text[1 << 18], packed[1 << 19];
	if (argc != 3)
		return 2;
	uint32_t size = (uint32_t)fread(text, 1, sizeof(text), stdin);
	struct entry first = {.name = "A.class", .bytes = text};
	struct entry manifest = {.name = "META-INF/MANIFEST.MF",
		.bytes = text,
		.size = size,
		.packed = size,
		.sum = (uint32_t)crc32(0, text, size)};
	if (!strcmp(argv[2], "deflated")) {
		manifest.method = 8;
		manifest.bytes = packed;
		manifest.packed = pack(text, size, packed, sizeof(packed));
	}
	put_entry(&first);
	put_entry(&manifest);
	size_t directory = length;
	put_directory(&first);
	put_directory(&manifest);
	size_t directory_size = length - directory;
	put(0x06054b50, 4);
	put(0, 4);
	put(2, 2);
	put(2, 2);
	put(directory_size, 4);
	put(directory, 4);
	put(0, 2);
	FILE *file = fopen(argv[1], "wb");
	return !file || fwrite(out, 1, length, file) != length || fclose(file);
}
