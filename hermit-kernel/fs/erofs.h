/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Read-only decoder of an EROFS image in memory: uncompressed, one device, as `mkfs.erofs` writes it without -z.
 *
 * Nothing is trusted: every offset that the image names is checked against its bounds, and what does not fit answers
 * -EUCLEAN. The format is described in the EROFS documentation, "Core on-disk format"; integers are little-endian.
 */
#ifndef FS_EROFS_H
#define FS_EROFS_H

#include "fs/vfs.h"
#include "lib/types.h"

struct erofs {
	const uint8_t *image;
	uint64_t size; /* bytes of the image */
	uint32_t block_size;
	uint64_t meta_start; /* byte offset of inode 0 */
	uint64_t root;       /* number of the root directory */
	uint64_t nodes, blocks;
	struct timestamp built;
};

/** An inode, decoded. */
struct erofs_node {
	uint64_t number;
	uint32_t mode, links, uid, gid;
	uint64_t size;
	uint64_t device; /* st_rdev of devices */
	struct timestamp modified;
	/* where the data lies in the image: `blocks_size` bytes from `blocks_start`, then the rest from `tail_start` */
	uint64_t blocks_start, blocks_size, tail_start;
};

/** 0; -EINVAL: no EROFS image; -EOPNOTSUPP: features that we do not have (logged); -EUCLEAN. `image` must stay. */
int erofs_open(const void *image, uint64_t size, struct erofs *erofs);
int erofs_read_node(const struct erofs *erofs, uint64_t number, struct erofs_node *node);
/** Number and type (DT_*) of a name in a directory. -ENOENT, -EUCLEAN. */
int erofs_lookup(
	const struct erofs *erofs, const struct erofs_node *dir, const char *name, size_t length, uint64_t *number);

struct erofs_name {
	const char *name; /* in the image, not terminated */
	size_t length;
	uint64_t number;
	unsigned type; /* DT_* */
};
/** Calls `each` for all names but "." and "..", in order, until it returns an errno, which is the result. */
int erofs_for_each_name(const struct erofs *erofs, const struct erofs_node *dir,
	int (*each)(const struct erofs_name *name, void *arg), void *arg);

/**
 * The bytes of page `index` (of 4096) of a regular file or symbolic link: where they lie and how many are valid (0:
 * past the end). `whole`: a page-aligned page of the image holds just this, so it can be mapped.
 */
struct erofs_page {
	const uint8_t *bytes;
	uint32_t valid;
	bool whole;
};
void erofs_page(const struct erofs *erofs, const struct erofs_node *node, uint64_t index, struct erofs_page *page);
/** Length of the target of a symbolic link, copied to `to`; not terminated. */
ssize64_t erofs_readlink(const struct erofs *erofs, const struct erofs_node *node, char *to, size_t size);

#endif
