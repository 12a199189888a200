/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * File systems whose files are generated when they are read: /proc and /sys.
 *
 * Each is described by tables of paths. A component may end in an asterisk: that stands for all numbers which its
 * `next` counts up (such as the N in cpuN), with what is before the asterisk as prefix. The numbers on the way to a
 * file are its ids, at most PSEUDO_IDS. The component "@" is the process' id.
 */
#ifndef FS_PSEUDO_H
#define FS_PSEUDO_H

#include "fs/text.h"
#include "fs/vfs.h"

#define PSEUDO_IDS 2

struct pseudo_entry {
	const char *path;
	/** Type and permissions; 0: a file, 0444, or 0644 with `store`. Directories on the way need no entry of their
	 * own. */
	uint32_t mode;
	/** Contents; for links: the target. 0 or an errno, which read(2) returns. */
	int (*show)(struct text *text, const uint64_t *ids);
	/** write(2) of all of `text`, terminated. 0 or errno. */
	int (*store)(const char *text, const uint64_t *ids);
	/** Of a component with '*': the lowest number >= `from` that exists, or -1. */
	int64_t (*next)(int64_t from, const uint64_t *ids);
	/** Links that lead to an object rather than to a path: its dentry, a reference. */
	int (*follow)(struct dentry **target, const uint64_t *ids);
};

struct pseudo_table {
	const struct pseudo_entry *entries;
	unsigned count;
};
#define PSEUDO_TABLE(entries)                                                                                          \
	{                                                                                                              \
		entries, array_size(entries)                                                                           \
	}

/** The mounted file system; an error pointer when memory is short. */
struct superblock *pseudo_new(const char *type, uint64_t magic, const struct pseudo_table *tables, unsigned count);

#endif
