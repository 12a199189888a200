/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Inside of tmpfs.
 *
 * A node may have a lower one, in the root image:
 *   directory: its names are looked up there until the table here is complete (`loaded`), which it is before the first
 * name is removed; from then on the table alone tells what exists, so no whiteouts are needed; file: pages below
 * `lower_pages` that are not in `pages` are read and mapped from the image. A page is copied up when it is written;
 *   attributes are copied when the node is made.
 */
#ifndef FS_TMPFS_INTERNAL_H
#define FS_TMPFS_INTERNAL_H

#include "fs/erofs.h"
#include "fs/file.h"
#include "fs/tmpfs.h"
#include "fs/vfs.h"
#include "lib/radix.h"

struct tmpfs {
	struct superblock super;
	const struct erofs *lower;
	uint32_t uid, gid; /* see struct tmpfs_options */
	_Atomic uint64_t next_number;
	_Atomic uint64_t pages, pages_max; /* of 4 KiB; what is in the image does not count */
	struct spinlock lock;
	struct radix linked; /* nodes by lower number, where that has several names; under `lock` */
};

struct tmpfs_node;

struct tmpfs_entry {
	struct tmpfs_entry *chain; /* next of the same bucket */
	uint64_t cookie;           /* position in getdents */
	uint64_t lower_number;     /* while `node` is NULL */
	struct tmpfs_node *node;   /* a reference; NULL: not needed up to now */
	const char *name;          /* not terminated */
	uint32_t hash;
	uint16_t length;
	uint8_t type;      /* DT_* */
	bool name_is_ours; /* else it lies in the image */
};

/** Names of a directory; under the inode's lock. */
struct tmpfs_dir {
	struct tmpfs_entry **buckets;
	uint32_t bucket_count, count;
	uint64_t next_cookie;
	struct radix by_cookie;
	uint64_t parent_number;
	bool loaded;
};

struct tmpfs_node {
	struct inode inode;
	struct tmpfs *tmpfs;
	struct erofs_node *lower; /* NULL: none */
	struct spinlock lock;     /* the following */
	uint32_t links, uid, gid;
	uint64_t device;
	struct timestamp accessed, modified, changed;
	struct radix pages; /* of struct page; changes also under inode.lock unless they only add one below the size */
	uint64_t lower_pages;  /* also under inode.lock */
	_Atomic bool detached; /* no page of the image is mapped any more: the file may change (tmpfs_file.c) */
	char *target;          /* symbolic links; NULL: the lower one's */
	struct tmpfs_dir dir;
};

static inline struct tmpfs_node *tmpfs_node(struct inode *inode)
{
	return container_of(inode, struct tmpfs_node, inode);
}

#define TMPFS_PAGES(size) (((size) + PAGE_SIZE - 1) >> PAGE_SHIFT)

/* tmpfs.c */
struct tmpfs_node *tmpfs_node_new(struct tmpfs *tmpfs, uint32_t mode);
/** The node of a lower inode; a reference, or an error pointer. */
struct tmpfs_node *tmpfs_node_from_lower(struct tmpfs *tmpfs, uint64_t number);
void tmpfs_touch(struct tmpfs_node *node, bool modified);
int tmpfs_get_attributes(struct inode *inode, struct attributes *attributes);
int tmpfs_set_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask);
void tmpfs_release(struct inode *inode);

/* tmpfs_dir.c */
extern const struct inode_ops tmpfs_dir_ops;
int tmpfs_dir_init(struct tmpfs_node *dir);
void tmpfs_dir_free(struct tmpfs_node *dir);

/* tmpfs_file.c */
extern const struct inode_ops tmpfs_file_ops;
extern const struct file_ops tmpfs_open_ops;
int tmpfs_file_resize(struct tmpfs_node *node, uint64_t size);
void tmpfs_file_free(struct tmpfs_node *node);

#endif
