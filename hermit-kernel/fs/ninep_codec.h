/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 9P2000.L messages: writing requests, reading replies. Every message is size[4] type[1] tag[2] and then fields,
 * little-endian; strings are length[2] and bytes. (Plan 9 manual, section 5 "intro"; diod, protocol.md for the .L
 * messages.)
 *
 * A writer that runs out of room and a reader that runs out of bytes are `bad` from then on; what they yield after that
 * is zero. Replies come from outside: nothing in here trusts them.
 */
#ifndef FS_NINEP_CODEC_H
#define FS_NINEP_CODEC_H

#include "lib/types.h"

/** Request types; the reply is the next number. */
enum ninep_type {
	NINEP_RLERROR = 7,
	NINEP_TSTATFS = 8,
	NINEP_TLOPEN = 12,
	NINEP_TLCREATE = 14,
	NINEP_TSYMLINK = 16,
	NINEP_TMKNOD = 18,
	NINEP_TRENAME = 20,
	NINEP_TREADLINK = 22,
	NINEP_TGETATTR = 24,
	NINEP_TSETATTR = 26,
	NINEP_TREADDIR = 40,
	NINEP_TFSYNC = 50,
	NINEP_TLOCK = 52,
	NINEP_TGETLOCK = 54,
	NINEP_TLINK = 70,
	NINEP_TMKDIR = 72,
	NINEP_TRENAMEAT = 74,
	NINEP_TUNLINKAT = 76,
	NINEP_TVERSION = 100,
	NINEP_TATTACH = 104,
	NINEP_TFLUSH = 108,
	NINEP_TWALK = 110,
	NINEP_TREAD = 116,
	NINEP_TWRITE = 118,
	NINEP_TCLUNK = 120,
	NINEP_TREMOVE = 122,
};

#define NINEP_HEADER   7u /* size, type, tag */
#define NINEP_NOTAG    0xffffu
#define NINEP_NOFID    0xffffffffu
#define NINEP_NAME_MAX 255u

/** What follows the header of Rread and Rreaddir before the data, and of Twrite: so data lies in memory of its own. */
#define NINEP_RREAD_HEADER  (NINEP_HEADER + 4u)
#define NINEP_TWRITE_HEADER (NINEP_HEADER + 4u + 8u + 4u)

enum ninep_qid_type {
	NINEP_QID_DIRECTORY = 0x80,
	NINEP_QID_SYMLINK = 0x02,
};

/** The server's name for a file: `path` is unique among existing ones, `version` changes with the contents. */
struct ninep_qid {
	uint8_t type;
	uint32_t version;
	uint64_t path;
};

/** Bits of Tsetattr's mask. */
enum ninep_setattr {
	NINEP_SET_MODE = 1,
	NINEP_SET_UID = 2,
	NINEP_SET_GID = 4,
	NINEP_SET_SIZE = 8,
	NINEP_SET_ATIME = 16,
	NINEP_SET_MTIME = 32,
	NINEP_SET_ATIME_VALUE = 128,
	NINEP_SET_MTIME_VALUE = 256,
};
#define NINEP_GETATTR_BASIC 0x7ffULL

struct ninep_time {
	uint64_t seconds, nanoseconds;
};

struct ninep_attributes {
	uint64_t valid;
	struct ninep_qid qid;
	uint32_t mode, uid, gid;
	uint64_t links, device_id, size, block_size, blocks;
	struct ninep_time accessed, modified, changed;
};

struct ninep_setattr_values {
	uint32_t valid, mode, uid, gid;
	uint64_t size;
	struct ninep_time accessed, modified;
};

struct ninep_statfs {
	uint32_t type, block_size;
	uint64_t blocks, blocks_free, blocks_available, files, files_free, id;
	uint32_t name_max;
};

enum ninep_lock_type {
	NINEP_LOCK_READ = 0,
	NINEP_LOCK_WRITE = 1,
	NINEP_LOCK_UNLOCK = 2,
};
enum ninep_lock_status {
	NINEP_LOCK_SUCCESS = 0,
	NINEP_LOCK_BLOCKED = 1,
	NINEP_LOCK_ERROR = 2,
	NINEP_LOCK_GRACE = 3,
};
#define NINEP_LOCK_FLAG_BLOCK 1u

struct ninep_lock {
	uint8_t type; /* enum ninep_lock_type */
	uint64_t start, length;
	uint32_t process;
};

struct ninep_entry {
	struct ninep_qid qid;
	uint64_t next_position;
	uint8_t type;     /* DT_* */
	const char *name; /* in the message; not terminated */
	uint16_t name_length;
};

struct ninep_writer {
	uint8_t *bytes;
	uint32_t size, room;
	bool bad;
};

struct ninep_reader {
	const uint8_t *bytes;
	uint32_t at, size;
	bool bad;
};

/* Writing. ninep_begin leaves the size and the tag open; ninep_end fills the size in, `more` bytes of data that follow
 * included. */
void ninep_begin(struct ninep_writer *writer, void *bytes, uint32_t room, enum ninep_type type);
void ninep_put8(struct ninep_writer *writer, uint8_t value);
void ninep_put16(struct ninep_writer *writer, uint16_t value);
void ninep_put32(struct ninep_writer *writer, uint32_t value);
void ninep_put64(struct ninep_writer *writer, uint64_t value);
void ninep_put_string(struct ninep_writer *writer, const char *text, size_t length);
void ninep_put_setattr(struct ninep_writer *writer, const struct ninep_setattr_values *values);
void ninep_put_lock(struct ninep_writer *writer, const struct ninep_lock *lock);
void ninep_end(struct ninep_writer *writer, uint32_t more);
void ninep_set_tag(void *message, uint16_t tag);

/* Reading */
uint8_t ninep_get8(struct ninep_reader *reader);
uint16_t ninep_get16(struct ninep_reader *reader);
uint32_t ninep_get32(struct ninep_reader *reader);
uint64_t ninep_get64(struct ninep_reader *reader);
/** Points into the message. */
const char *ninep_get_string(struct ninep_reader *reader, uint16_t *length);
struct ninep_qid ninep_get_qid(struct ninep_reader *reader);
void ninep_get_attributes(struct ninep_reader *reader, struct ninep_attributes *attributes);
void ninep_get_statfs(struct ninep_reader *reader, struct ninep_statfs *statfs);
void ninep_get_lock(struct ninep_reader *reader, struct ninep_lock *lock);
/** The next entry of Rreaddir's data; false at the end, or when the entry is not a possible one (then the reader is
 * bad). */
bool ninep_get_entry(struct ninep_reader *reader, struct ninep_entry *entry);

/**
 * Check a reply's header: of `size` bytes that came, the first `here` lie at `reply`; `type` was asked with `tag`. 0
 * with the reader behind the header; the negative errno of an Rlerror; -EPROTO for anything else.
 */
int ninep_open_reply(struct ninep_reader *reader, const void *reply, uint32_t here, uint32_t size, enum ninep_type type,
	uint16_t tag);

#endif
