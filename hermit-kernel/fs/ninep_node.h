/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of a 9P server as inodes.
 *
 * There is one node for each file that is in use, found by qid.path, so that all who map a file share its pages. A node
 * that nobody refers to any more stays for a while, with its pages, in case the file is opened again; the longest
 * unused ones go.
 *
 * Fids of a node: `fid` names the file and is never opened; each open file has one of its own (struct ninep_open); a
 * directory keeps one open while it is read.
 */
#ifndef FS_NINEP_NODE_H
#define FS_NINEP_NODE_H

#include "fs/file.h"
#include "fs/lock.h"
#include "fs/ninep_calls.h"
#include "fs/vfs.h"
#include "lib/radix.h"

struct ninep_mount {
	struct superblock super;
	struct ninep_client client;
	char *path, *source;
	struct spinlock lock; /* order: before a node's lock */
	struct radix nodes;   /* struct ninep_node by qid.path */
	struct list unused;   /* nodes without references, the longest unused first */
	unsigned unused_count;
	struct list sockets;   /* those bound in its folders (ninep_socket.h) */
	struct list link;      /* of all mounts */
	struct mutex evicting; /* guards where the next round of eviction goes on */
	uint64_t evict_number, evict_index;
};

struct ninep_node {
	struct inode inode;
	struct ninep_mount *mount;
	/* under mount->lock */
	bool listed; /* in mount->nodes */
	struct list unused_link;
	unsigned releases_to_skip;

	struct spinlock lock; /* of what follows */
	struct ninep_fid *fid;
	struct ninep_fid *directory;        /* open for reading, or NULL */
	struct ninep_open *created;         /* by create(), for the open that follows it */
	struct ninep_attributes attributes; /* as last heard of */
	struct list opens;                  /* struct ninep_open.link */
	struct radix pages;                 /* struct page by index */
	uint64_t dirty;                     /* how many of these may differ from the server's */
	struct ninep_attributes cached;     /* what the file was when the pages were read */
	struct waitq page_filled;
	struct mutex write_lock; /* one appends or writes back at a time */

	struct mutex lock_mutex;    /* of what follows */
	struct ninep_fid *lock_fid; /* open, holds the file's lock at the server; NULL: there is none */
	enum lock_held lock_held;
};

/** An open file of the server. */
struct ninep_open {
	struct ninep_fid *fid;
	unsigned access; /* O_ACCMODE bits */
	struct list link;
};

static inline struct ninep_node *ninep_node_of(struct inode *inode)
{
	return container_of(inode, struct ninep_node, inode);
}

static inline struct ninep_mount *ninep_mount_of(struct inode *inode)
{
	return inode->super->private;
}

/* ninep_node.c */

/** The inode of the file that `fid` names; takes over `fid`, also on failure. 0 or errno. */
int ninep_node_find(
	struct ninep_mount *mount, struct ninep_fid *fid, const struct ninep_qid *qid, struct inode **found);
/** A reference to the fid that names the file. */
struct ninep_fid *ninep_node_fid(struct inode *inode);
/** A new fid of the file, opened: an open file of its own on the server. 0 or errno. */
int ninep_node_open_anew(struct ninep_node *node, unsigned flags, struct ninep_fid **opened);
/** Ask the server for the attributes anew. For a file that has no name any more, but is open: what is known. */
int ninep_node_refresh(struct ninep_node *node);
void ninep_node_release(struct inode *inode);
/** The file has lost its last name: a new file may get its number. */
void ninep_node_unlist(struct ninep_node *node);
int ninep_get_inode_attributes(struct inode *inode, struct attributes *attributes);
int ninep_set_inode_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask);
/** Fid of an open file of the node that may be read (O_RDONLY) or written (O_WRONLY); a reference, or NULL. */
struct ninep_fid *ninep_node_open_fid(struct ninep_node *node, unsigned access);
/** Free up to `count` unused nodes of the mount, and their pages; how many pages. */
uint64_t ninep_node_trim(struct ninep_mount *mount, unsigned count);

/* ninep_dir.c */
extern const struct inode_ops ninep_directory_ops;

/* ninep_lock.c */
int ninep_lock_file(struct file *file, struct flock *lock, bool wait);
int ninep_lock_query(struct file *file, struct flock *lock);

/* ninep_file.c */
/** Of the open file; stays the file's. */
struct ninep_fid *ninep_file_fid(struct file *file);
extern const struct inode_ops ninep_file_inode_ops, ninep_link_ops, ninep_special_ops;
extern const struct file_ops ninep_file_ops;
struct ninep_open *ninep_open_new(struct ninep_fid *fid, unsigned access);

/* ninep_pages.c */

int ninep_get_page(struct inode *inode, uint64_t index, bool write, struct file_page *page);
/** Write back what lies in [start, end). 0 or errno. */
int ninep_pages_write_back(struct ninep_node *node, uint64_t start, uint64_t end);
/** The bytes were written to the server: mapped pages get them too. */
void ninep_pages_update(struct ninep_node *node, uint64_t position, const void *bytes, size_t size);
/** The file has a new size. */
void ninep_pages_truncate(struct ninep_node *node, uint64_t size);
/** Forget pages that are older than what the server has now. */
void ninep_pages_revalidate(struct ninep_node *node);
/** Free pages that are clean and that nobody maps. How many. */
uint64_t ninep_pages_shrink(struct ninep_node *node);
/** Unmap and free clean pages from *index on, until `wanted` are freed or the end is reached. Holding no VMA. How many.
 */
uint64_t ninep_pages_evict(struct ninep_node *node, uint64_t *index, uint64_t wanted);
/** Free all pages; nobody maps them. How many. */
uint64_t ninep_pages_free(struct ninep_node *node);

#endif
