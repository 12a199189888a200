/* SPDX-License-Identifier: BSD-3-Clause */
/* Offsets and signatures: .ZIP File Format Specification (APPNOTE.TXT), 4.3.7 to 4.3.16. */
#include "java_jar.h"

#include "memory.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MANIFEST_NAME "META-INF/MANIFEST.MF"
#define MANIFEST_MAX  (16u << 20)

struct zip {
	const uint8_t *bytes;
	uint64_t size;
};

struct zip_entry {
	unsigned method;
	uint64_t packed, size, header; /* sizes of the contents; offset of the local header */
};

/* A little-endian number; 0 beyond the end, which nothing begins with. */
static uint64_t number(const struct zip *zip, uint64_t offset, unsigned bytes)
{
	uint64_t result = 0;
	if (offset > zip->size || zip->size - offset < bytes)
		return 0;
	for (unsigned i = bytes; i-- > 0;)
		result = result << 8 | zip->bytes[offset + i];
	return result;
}

/* End of central directory, behind which is nothing but a comment of 65535 bytes at most. 0: none. */
static uint64_t find_end(const struct zip *zip)
{
	for (uint64_t back = 22; back <= zip->size && back < 22 + 65536; back++)
		if (number(zip, zip->size - back, 4) == 0x06054b50)
			return zip->size - back;
	return 0;
}

/* The central directory of a file with more than 65535 entries or 4 GiB is told by a record of its own (4.3.14). */
static void find_directory(const struct zip *zip, uint64_t end, uint64_t *offset, uint64_t *count)
{
	*count = number(zip, end + 10, 2);
	*offset = number(zip, end + 16, 4);
	if (end < 20 || number(zip, end - 20, 4) != 0x07064b50)
		return;
	uint64_t wide = number(zip, end - 12, 8);
	if (number(zip, wide, 4) == 0x06064b50) {
		*count = number(zip, wide + 32, 8);
		*offset = number(zip, wide + 48, 8);
	}
}

static bool find_manifest(const struct zip *zip, struct zip_entry *entry)
{
	uint64_t at, count, end = find_end(zip);
	if (!end)
		return false;
	for (find_directory(zip, end, &at, &count); count-- > 0 && number(zip, at, 4) == 0x02014b50;) {
		uint64_t name = number(zip, at + 28, 2);
		if (name == strlen(MANIFEST_NAME) && at + 46 + name <= zip->size &&
			!strncasecmp((const char *)zip->bytes + at + 46, MANIFEST_NAME, name)) {
			*entry = (struct zip_entry){.method = (unsigned)number(zip, at + 10, 2),
				.packed = number(zip, at + 20, 4),
				.size = number(zip, at + 24, 4),
				.header = number(zip, at + 42, 4)};
			return true;
		}
		at += 46 + name + number(zip, at + 30, 2) + number(zip, at + 32, 2);
	}
	return false;
}

static bool inflate_entry(const uint8_t *packed, const struct zip_entry *entry, char *text)
{
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed,
		.avail_in = (uInt)entry->packed,
		.next_out = (Bytef *)text,
		.avail_out = (uInt)entry->size};
	if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) /* negative: without zlib's own header */
		return false;
	int status = inflate(&stream, Z_FINISH);
	inflateEnd(&stream);
	return status == Z_STREAM_END && !stream.avail_out;
}

/* NULL: it cannot be read. */
static char *read_entry(const struct zip *zip, const struct zip_entry *entry)
{
	uint64_t start = entry->header + 30 + number(zip, entry->header + 26, 2) + number(zip, entry->header + 28, 2);
	if (number(zip, entry->header, 4) != 0x04034b50 || entry->size > MANIFEST_MAX || start > zip->size ||
		entry->packed > zip->size - start)
		return NULL;
	char *text = memory_resize(NULL, entry->size + 1);
	bool good = false;
	if (entry->method == 8)
		good = inflate_entry(zip->bytes + start, entry, text);
	else if (entry->method == 0 && entry->packed == entry->size)
		good = memcpy(text, zip->bytes + start, entry->size);
	text[entry->size] = 0;
	if (good)
		return text;
	free(text);
	return NULL;
}

static char *read_manifest(const char *jar)
{
	struct stat status;
	struct zip_entry entry;
	char *text = NULL;
	int fd = open(jar, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
		size_t size = (size_t)status.st_size;
		void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
		struct zip zip = {.bytes = map, .size = size};
		if (map != MAP_FAILED) {
			if (find_manifest(&zip, &entry))
				text = read_entry(&zip, &entry);
			munmap(map, size);
		}
	}
	close(fd);
	return text;
}

/* Joins lines that begin with a blank to the one before, in place; only the main section, which an empty line ends. */
static void unfold(char *text)
{
	char *out = text;
	const char *in = text;
	while (*in && *in != '\r' && *in != '\n') {
		size_t length = strcspn(in, "\r\n");
		memmove(out, in, length);
		out += length;
		in += length;
		in += in[0] == '\r' && in[1] == '\n' ? 2 : *in != 0;
		if (*in == ' ')
			in++;
		else
			*out++ = '\n';
	}
	*out = 0;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *digit = c ? strchr(digits, c | 0x20) : NULL;
	return digit ? (int)(digit - digits) : -1;
}

static void decode_percent(char *text)
{
	char *out = text;
	for (; *text; text++) {
		int high = *text == '%' ? hex_digit(text[1]) : -1, low = high < 0 ? -1 : hex_digit(text[2]);
		*out++ = low < 0 ? *text : (char)(high << 4 | low);
		text += low < 0 ? 0 : 2;
	}
	*out = 0;
}

/* A URL of a Class-Path: relative to that of the jar, or with the scheme "file". */
static void add_url(const char *jar, const char *url, size_t length, struct strings *paths)
{
	char *path = memory_format("%.*s", (int)length, url);
	const char *slash = strrchr(jar, '/');
	char *start = path;
	if (!strncmp(start, "file:", 5))
		start += 5;
	else if (strchr(start, ':'))
		start = NULL; /* of another scheme */
	if (start && !strncmp(start, "//", 2))
		start = strchr(start + 2, '/'); /* behind the host's name, which is empty */
	if (start) {
		decode_percent(start);
		if (*start == '/')
			strings_add(paths, start);
		else
			strings_add_format(paths, "%.*s%s", slash ? (int)(slash + 1 - jar) : 0, jar, start);
	}
	free(path);
}

void java_jar_class_path(const char *jar, struct strings *paths)
{
	static const char key[] = "Class-Path:";
	char *text = read_manifest(jar);
	if (!text)
		return;
	unfold(text);
	for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncasecmp(line, key, sizeof(key) - 1) != 0)
			continue;
		for (const char *at = line + sizeof(key) - 1; *at && *at != '\n';) {
			size_t length = strcspn(at, " \n");
			if (length)
				add_url(jar, at, length, paths);
			at += length;
			at += strspn(at, " ");
		}
	}
	free(text);
}
