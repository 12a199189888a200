/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads the boot blob. Whoever wrote it is outside of the kernel, so every length, count and string is checked before
 * use; a blob that is wrong anywhere is refused as a whole.
 */
#include "isle/boot_info.h"

#include <linux/errno.h>
#include "lib/crc32c.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"

#define BOOT_STREAMS_MASK 7u
#define BOOT_PATH_MAX     4095u
#define BOOT_NAME_MAX     64u /* of the host, as sethostname(2) */
#define BOOT_MODE_MASK    07777u

struct boot_info boot_info;

/** A place in the blob, and what a message says about it. */
struct boot_record {
	unsigned index;
	uint32_t type;
	const uint8_t *payload;
	uint32_t length;
};

static int boot_refuse(const struct boot_record *record, const char *reason)
{
	log_line("boot blob: record %u (type %u, %u bytes): %s", record->index, record->type, record->length, reason);
	return -EINVAL;
}

/* Kinds of text */

static struct boot_string boot_text(const void *text, uint32_t length)
{
	return (struct boot_string){.text = text, .length = length};
}

static bool boot_text_ok(struct boot_string string, uint32_t longest)
{
	return string.length <= longest && !memchr(string.text, 0, string.length);
}

static bool boot_path_ok(struct boot_string path)
{
	return path.length && path.text[0] == '/' && boot_text_ok(path, BOOT_PATH_MAX);
}

/** NAME=VALUE with a name. */
static bool boot_env_ok(struct boot_string string)
{
	const char *equals = memchr(string.text, '=', string.length);
	return equals && equals != string.text && boot_text_ok(string, UINT32_MAX);
}

/* Records that come once */

static int boot_take_string(const struct boot_record *record, struct boot_string *to, bool ok)
{
	if (to->text)
		return boot_refuse(record, "comes twice");
	*to = boot_text(record->payload, record->length);
	return ok ? 0 : boot_refuse(record, "is no valid text for it");
}

static int boot_take_struct(const struct boot_record *record, void *to, size_t size, uint32_t *seen)
{
	if (*seen & 1u << record->type)
		return boot_refuse(record, "comes twice");
	*seen |= 1u << record->type;
	if (record->length != size)
		return boot_refuse(record, "has the wrong length");
	memcpy(to, record->payload, size);
	return 0;
}

static int boot_take_streams(const struct boot_record *record, struct boot_info *info, uint32_t *seen)
{
	int error = boot_take_struct(record, &info->streams, sizeof(info->streams), seen);
	if (!error && (info->streams.tty | info->streams.closed) & ~BOOT_STREAMS_MASK)
		error = boot_refuse(record, "names descriptors above 2");
	return error;
}

static int boot_take_isle(const struct boot_record *record, struct boot_info *info, uint32_t *seen)
{
	int error = boot_take_struct(record, &info->isle, sizeof(info->isle), seen);
	if (error)
		return error;
	if (info->isle.kind != HERMIT_ISLE_KIND_VM && info->isle.kind != HERMIT_ISLE_KIND_MULTIKERNEL)
		return boot_refuse(record, "names an unknown kind of isle");
	return 0;
}

static int boot_take_network(const struct boot_record *record, struct boot_info *info, uint32_t *seen)
{
	int error = boot_take_struct(record, &info->network, sizeof(info->network), seen);
	if (error)
		return error;
	if (info->network.flags & ~HERMIT_NETWORK_DHCP || info->network.prefix > 32)
		return boot_refuse(record, "has unknown flags, or a prefix of more than 32");
	info->has_network = true;
	return 0;
}

/* Records that come many times */

static int boot_take_share(const struct boot_record *record, struct boot_share *share)
{
	struct hermit_boot_share head;
	if (record->length < sizeof(head))
		return boot_refuse(record, "is too short");
	memcpy(&head, record->payload, sizeof(head));
	if (record->length != sizeof(head) + head.tag_length + head.path_length)
		return boot_refuse(record, "has lengths that do not add up");
	if (head.flags & ~HERMIT_SHARE_READONLY)
		return boot_refuse(record, "has unknown flags");
	const uint8_t *tag = record->payload + sizeof(head);
	share->tag = boot_text(tag, head.tag_length);
	share->path = boot_text(tag + head.tag_length, head.path_length);
	share->read_only = head.flags & HERMIT_SHARE_READONLY;
	if (!share->tag.length || !boot_text_ok(share->tag, UINT16_MAX))
		return boot_refuse(record, "has no valid tag");
	return boot_path_ok(share->path) ? 0 : boot_refuse(record, "has no absolute path");
}

static int boot_take_file(const struct boot_record *record, struct boot_file *file)
{
	struct hermit_boot_file head;
	if (record->length < sizeof(head))
		return boot_refuse(record, "is too short");
	memcpy(&head, record->payload, sizeof(head));
	if (record->length != sizeof(head) + head.path_length + (uint64_t)head.content_length)
		return boot_refuse(record, "has lengths that do not add up");
	if (head.mode & ~BOOT_MODE_MASK)
		return boot_refuse(record, "has an invalid mode");
	file->path = boot_text(record->payload + sizeof(head), head.path_length);
	file->contents = record->payload + sizeof(head) + head.path_length;
	file->size = head.content_length;
	file->mode = head.mode;
	return boot_path_ok(file->path) ? 0 : boot_refuse(record, "has no absolute path");
}

static int boot_take_text(const struct boot_record *record, struct boot_string *to, bool ok)
{
	*to = boot_text(record->payload, record->length);
	return ok ? 0 : boot_refuse(record, "is no valid text for it");
}

static int boot_take(const struct boot_record *record, struct boot_info *info, uint32_t *seen)
{
	struct boot_string text = boot_text(record->payload, record->length);
	switch (record->type) {
	case HERMIT_BOOT_PROGRAM:
		return boot_take_string(record, &info->program, boot_path_ok(text));
	case HERMIT_BOOT_ARG:
		return boot_take_text(record, &info->argv[info->argc++], boot_text_ok(text, UINT32_MAX));
	case HERMIT_BOOT_ENV:
		return boot_take_text(record, &info->envv[info->envc++], boot_env_ok(text));
	case HERMIT_BOOT_CWD:
		return boot_take_string(record, &info->cwd, boot_path_ok(text));
	case HERMIT_BOOT_SHARE:
		return boot_take_share(record, &info->share[info->shares++]);
	case HERMIT_BOOT_STREAMS:
		return boot_take_streams(record, info, seen);
	case HERMIT_BOOT_IDENTITY:
		return boot_take_struct(record, &info->identity, sizeof(info->identity), seen);
	case HERMIT_BOOT_CLOCK:
		return boot_take_struct(record, &info->clock, sizeof(info->clock), seen);
	case HERMIT_BOOT_ISLE:
		return boot_take_isle(record, info, seen);
	case HERMIT_BOOT_HOSTNAME:
		return boot_take_string(record, &info->hostname, boot_text_ok(text, BOOT_NAME_MAX));
	case HERMIT_BOOT_FILE:
		return boot_take_file(record, &info->file[info->files++]);
	case HERMIT_BOOT_SIGNALS:
		return boot_take_struct(record, &info->signals, sizeof(info->signals), seen);
	case HERMIT_BOOT_NETWORK:
		return boot_take_network(record, info, seen);
	default:
		return 0;
	}
}

/* The blob as a whole */

/** The record at `*offset`; moves the offset behind it. */
static int boot_next(const uint8_t *blob, size_t size, size_t *offset, struct boot_record *record, bool *critical)
{
	struct hermit_boot_record head;
	if (size - *offset < sizeof(head)) {
		log_line("boot blob: ends before record %u", record->index);
		return -EINVAL;
	}
	memcpy(&head, blob + *offset, sizeof(head));
	*critical = head.type & HERMIT_BOOT_CRITICAL;
	record->type = head.type & ~HERMIT_BOOT_CRITICAL;
	record->length = head.length;
	record->payload = blob + *offset + sizeof(head);
	if (align_up((uint64_t)head.length, 8) > size - *offset - sizeof(head))
		return boot_refuse(record, "is longer than the rest of the blob");
	*offset += sizeof(head) + align_up((uint64_t)head.length, 8);
	return 0;
}

struct boot_counts {
	unsigned args, envs, shares, files;
};

static void boot_count(uint32_t type, struct boot_counts *counts)
{
	counts->args += type == HERMIT_BOOT_ARG;
	counts->envs += type == HERMIT_BOOT_ENV;
	counts->shares += type == HERMIT_BOOT_SHARE;
	counts->files += type == HERMIT_BOOT_FILE;
}

/** First pass: shape of the records, unknown critical ones, how many of each. */
static int boot_scan(const uint8_t *blob, size_t size, unsigned records, struct boot_counts *counts)
{
	size_t offset = sizeof(struct hermit_boot_header);
	for (unsigned i = 0; i < records; i++) {
		struct boot_record record = {.index = i};
		bool critical;
		int error = boot_next(blob, size, &offset, &record, &critical);
		if (error)
			return error;
		if (critical && (record.type < HERMIT_BOOT_PROGRAM || record.type > HERMIT_BOOT_NETWORK)) {
			boot_refuse(&record, "is critical, and this kernel does not know it");
			return -EOPNOTSUPP;
		}
		boot_count(record.type, counts);
	}
	if (offset == size)
		return 0;
	log_line("boot blob: %u records end at byte %zu of %zu", records, offset, size);
	return -EINVAL;
}

static int boot_check_header(const struct hermit_boot_header *header, const void *blob, size_t size)
{
	if (header->magic != HERMIT_BOOT_MAGIC) {
		log_line("boot blob: no magic");
		return -EINVAL;
	}
	if (header->version != HERMIT_BOOT_VERSION) {
		log_line("boot blob: version %u, this kernel reads %u", header->version, HERMIT_BOOT_VERSION);
		return -EOPNOTSUPP;
	}
	if (header->size != size) {
		log_line("boot blob: says %u bytes, has %zu", header->size, size);
		return -EINVAL;
	}
	uint32_t sum = crc32c((const uint8_t *)blob + sizeof(*header), size - sizeof(*header));
	if (header->crc32c != sum) {
		log_line("boot blob: sum is %08x, should be %08x", sum, header->crc32c);
		return -EINVAL;
	}
	return 0;
}

/** One allocation for all arrays of the second pass. */
static int boot_make_arrays(struct boot_info *info, const struct boot_counts *counts)
{
	size_t strings = ((size_t)counts->args + counts->envs) * sizeof(struct boot_string);
	size_t shares = (size_t)counts->shares * sizeof(struct boot_share);
	size_t files = (size_t)counts->files * sizeof(struct boot_file);
	uint8_t *memory = heap_zalloc(max(strings + shares + files, (size_t)1));
	if (!memory)
		return -ENOMEM;
	info->argv = (struct boot_string *)memory;
	info->envv = info->argv + counts->args;
	info->share = (struct boot_share *)(memory + strings);
	info->file = (struct boot_file *)(memory + strings + shares);
	return 0;
}

static int boot_take_all(const uint8_t *blob, size_t size, unsigned records, struct boot_info *info)
{
	size_t offset = sizeof(struct hermit_boot_header);
	uint32_t seen = 0;
	for (unsigned i = 0; i < records; i++) {
		struct boot_record record = {.index = i};
		bool critical;
		int error = boot_next(blob, size, &offset, &record, &critical);
		if (!error)
			error = boot_take(&record, info, &seen);
		if (error)
			return error;
	}
	if (!info->argc) {
		log_line("boot blob: has no argument; argv[0] is required");
		return -EINVAL;
	}
	return 0;
}

static void boot_set_defaults(struct boot_info *info)
{
	info->isle.kind = HERMIT_ISLE_KIND_VM;
	info->identity.umask = 022;
}

static void boot_fill_absent(struct boot_info *info)
{
	if (!info->cwd.text)
		info->cwd = boot_text("/", 1);
	if (!info->hostname.text)
		info->hostname = boot_text("isle", 4);
}

int boot_info_parse(const void *blob, size_t size, struct boot_info *info)
{
	struct hermit_boot_header header;
	struct boot_counts counts = {0};
	if (size < sizeof(header)) {
		log_line("boot blob: %zu bytes are too few for its header", size);
		return -EINVAL;
	}
	memcpy(&header, blob, sizeof(header));
	int error = boot_check_header(&header, blob, size);
	if (!error)
		error = boot_scan(blob, size, header.records, &counts);
	struct boot_info parsed = {.loader = info->loader};
	boot_set_defaults(&parsed);
	if (!error)
		error = boot_make_arrays(&parsed, &counts);
	if (!error)
		error = boot_take_all(blob, size, header.records, &parsed);
	if (error) {
		heap_free(parsed.argv);
		return error;
	}
	boot_fill_absent(&parsed);
	*info = parsed;
	return 0;
}
