/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/ninep_codec.h"

#include <linux/errno.h>
#include "lib/string.h"

#define NINEP_ERRNO_MAX 511u /* above begin the values that only mean something inside of a kernel (ERESTARTSYS) */

/* Writing */

static uint8_t *reserve(struct ninep_writer *writer, uint32_t size)
{
	if (writer->bad || size > writer->room - writer->size) {
		writer->bad = true;
		return NULL;
	}
	uint8_t *at = writer->bytes + writer->size;
	writer->size += size;
	return at;
}

static void put(struct ninep_writer *writer, const void *bytes, uint32_t size)
{
	uint8_t *to = reserve(writer, size);
	if (to)
		memcpy(to, bytes, size);
}

void ninep_put8(struct ninep_writer *writer, uint8_t value)
{
	put(writer, &value, sizeof(value));
}

void ninep_put16(struct ninep_writer *writer, uint16_t value)
{
	put(writer, &value, sizeof(value));
}

void ninep_put32(struct ninep_writer *writer, uint32_t value)
{
	put(writer, &value, sizeof(value));
}

void ninep_put64(struct ninep_writer *writer, uint64_t value)
{
	put(writer, &value, sizeof(value));
}

void ninep_put_string(struct ninep_writer *writer, const char *text, size_t length)
{
	if (length > UINT16_MAX) {
		writer->bad = true;
		return;
	}
	ninep_put16(writer, (uint16_t)length);
	put(writer, text, (uint32_t)length);
}

static void put_time(struct ninep_writer *writer, const struct ninep_time *time)
{
	ninep_put64(writer, time->seconds);
	ninep_put64(writer, time->nanoseconds);
}

void ninep_put_setattr(struct ninep_writer *writer, const struct ninep_setattr_values *values)
{
	ninep_put32(writer, values->valid);
	ninep_put32(writer, values->mode);
	ninep_put32(writer, values->uid);
	ninep_put32(writer, values->gid);
	ninep_put64(writer, values->size);
	put_time(writer, &values->accessed);
	put_time(writer, &values->modified);
}

/** What Tlock and Tgetlock have in common: start, length, process, the client's name. */
void ninep_put_lock(struct ninep_writer *writer, const struct ninep_lock *lock)
{
	ninep_put64(writer, lock->start);
	ninep_put64(writer, lock->length);
	ninep_put32(writer, lock->process);
	ninep_put_string(writer, "isle", 4);
}

void ninep_begin(struct ninep_writer *writer, void *bytes, uint32_t room, enum ninep_type type)
{
	*writer = (struct ninep_writer){.bytes = bytes, .room = room};
	ninep_put32(writer, 0);
	ninep_put8(writer, (uint8_t)type);
	ninep_put16(writer, NINEP_NOTAG);
}

void ninep_end(struct ninep_writer *writer, uint32_t more)
{
	uint32_t size = writer->size + more;
	memcpy(writer->bytes, &size, sizeof(size));
}

void ninep_set_tag(void *message, uint16_t tag)
{
	memcpy((uint8_t *)message + 5, &tag, sizeof(tag));
}

/* Reading */

static const void *take(struct ninep_reader *reader, uint32_t size)
{
	if (reader->bad || size > reader->size - reader->at) {
		reader->bad = true;
		return NULL;
	}
	const void *at = reader->bytes + reader->at;
	reader->at += size;
	return at;
}

static void get(struct ninep_reader *reader, void *value, uint32_t size)
{
	const void *from = take(reader, size);
	if (from)
		memcpy(value, from, size);
	else
		memset(value, 0, size);
}

uint8_t ninep_get8(struct ninep_reader *reader)
{
	uint8_t value;
	get(reader, &value, sizeof(value));
	return value;
}

uint16_t ninep_get16(struct ninep_reader *reader)
{
	uint16_t value;
	get(reader, &value, sizeof(value));
	return value;
}

uint32_t ninep_get32(struct ninep_reader *reader)
{
	uint32_t value;
	get(reader, &value, sizeof(value));
	return value;
}

uint64_t ninep_get64(struct ninep_reader *reader)
{
	uint64_t value;
	get(reader, &value, sizeof(value));
	return value;
}

const char *ninep_get_string(struct ninep_reader *reader, uint16_t *length)
{
	*length = ninep_get16(reader);
	const char *text = take(reader, *length);
	if (!text)
		*length = 0;
	return text;
}

struct ninep_qid ninep_get_qid(struct ninep_reader *reader)
{
	struct ninep_qid qid;
	qid.type = ninep_get8(reader);
	qid.version = ninep_get32(reader);
	qid.path = ninep_get64(reader);
	return qid;
}

static struct ninep_time get_time(struct ninep_reader *reader)
{
	struct ninep_time time;
	time.seconds = ninep_get64(reader);
	time.nanoseconds = ninep_get64(reader);
	return time;
}

void ninep_get_attributes(struct ninep_reader *reader, struct ninep_attributes *attributes)
{
	attributes->valid = ninep_get64(reader);
	attributes->qid = ninep_get_qid(reader);
	attributes->mode = ninep_get32(reader);
	attributes->uid = ninep_get32(reader);
	attributes->gid = ninep_get32(reader);
	attributes->links = ninep_get64(reader);
	attributes->device_id = ninep_get64(reader);
	attributes->size = ninep_get64(reader);
	attributes->block_size = ninep_get64(reader);
	attributes->blocks = ninep_get64(reader);
	attributes->accessed = get_time(reader);
	attributes->modified = get_time(reader);
	attributes->changed = get_time(reader);
	/* birth time, generation and data version follow; nobody asks for them */
}

void ninep_get_statfs(struct ninep_reader *reader, struct ninep_statfs *statfs)
{
	statfs->type = ninep_get32(reader);
	statfs->block_size = ninep_get32(reader);
	statfs->blocks = ninep_get64(reader);
	statfs->blocks_free = ninep_get64(reader);
	statfs->blocks_available = ninep_get64(reader);
	statfs->files = ninep_get64(reader);
	statfs->files_free = ninep_get64(reader);
	statfs->id = ninep_get64(reader);
	statfs->name_max = ninep_get32(reader);
}

void ninep_get_lock(struct ninep_reader *reader, struct ninep_lock *lock)
{
	uint16_t length;
	lock->type = ninep_get8(reader);
	lock->start = ninep_get64(reader);
	lock->length = ninep_get64(reader);
	lock->process = ninep_get32(reader);
	ninep_get_string(reader, &length);
}

static bool entry_name_ok(const struct ninep_entry *entry)
{
	return entry->name_length && entry->name_length <= NINEP_NAME_MAX &&
	       !memchr(entry->name, '/', entry->name_length) && !memchr(entry->name, 0, entry->name_length);
}

bool ninep_get_entry(struct ninep_reader *reader, struct ninep_entry *entry)
{
	if (reader->bad || reader->at == reader->size)
		return false;
	entry->qid = ninep_get_qid(reader);
	entry->next_position = ninep_get64(reader);
	entry->type = ninep_get8(reader);
	entry->name = ninep_get_string(reader, &entry->name_length);
	if (!reader->bad && !entry_name_ok(entry))
		reader->bad = true;
	return !reader->bad;
}

int ninep_open_reply(struct ninep_reader *reader, const void *reply, uint32_t here, uint32_t size, enum ninep_type type,
	uint16_t tag)
{
	*reader = (struct ninep_reader){.bytes = reply, .size = here};
	uint32_t told = ninep_get32(reader);
	uint8_t got_type = ninep_get8(reader);
	uint16_t got_tag = ninep_get16(reader);
	if (reader->bad || told != size || got_tag != tag)
		return -EPROTO;
	if (got_type == NINEP_RLERROR) {
		uint32_t error = ninep_get32(reader);
		return reader->bad || !error || error > NINEP_ERRNO_MAX ? -EPROTO : -(int)error;
	}
	return got_type == (uint8_t)(type + 1) ? 0 : -EPROTO;
}
