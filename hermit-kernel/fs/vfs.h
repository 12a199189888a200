/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VFS: inodes, directory entries, mounts. File systems implement struct inode_ops; drivers and stream objects implement
 * struct file_ops (fs/file.h).
 *
 * Functions return 0 or a negative errno unless they say otherwise. Names are (pointer, length) without NUL. All may
 * sleep.
 */
#ifndef FS_VFS_H
#define FS_VFS_H

#include <linux/stat.h>
#include "lib/list.h"
#include "lib/types.h"
#include "sync/mutex.h"
#include "sync/spinlock.h"

struct dentry;
struct file;
struct file_ops;
struct inode;
struct page;
struct superblock;

struct timestamp {
	int64_t seconds;
	uint32_t nanoseconds;
};

/** Attributes of an inode; what stat(2) shows. */
struct attributes {
	uint64_t inode;
	uint32_t mode; /* type and permissions */
	uint32_t links;
	uint32_t uid, gid;
	uint64_t size;
	uint64_t blocks; /* of 512 bytes */
	uint32_t block_size;
	uint64_t device;    /* st_dev */
	uint64_t device_id; /* st_rdev */
	struct timestamp accessed, modified, changed;
};

/** Which fields of a struct attributes set_attributes changes. */
enum attribute_mask {
	ATTRIBUTE_MODE = 1,
	ATTRIBUTE_UID = 2,
	ATTRIBUTE_GID = 4,
	ATTRIBUTE_SIZE = 8,
	ATTRIBUTE_ACCESSED = 16,
	ATTRIBUTE_MODIFIED = 32,
};

/** What a page of a file is: memory to map or copy from. */
struct file_page {
	phys_t phys;
	struct page *page; /* a reference of the caller's; NULL: memory that is never freed (root image, devices) */
	bool writable;     /* may be mapped writable in a shared mapping */
};

/** Receives directory entries; emit returns false when it has enough (the entry was not taken). `type` is DT_*. */
struct directory_sink {
	bool (*emit)(struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type,
		uint64_t next_position);
};

/**
 * Operations of an inode. A missing one answers the errno in brackets.
 * The VFS holds the lock of the directory (of both, for rename; of the victim too where it is a directory) around the
 * directory operations, has checked names, permissions and read-only mounts, and that a name exists or not as the
 * operation wants it. The others take what locks they need themselves.
 */
struct inode_ops {
	/* directories [ENOTDIR; those that change: EPERM] */
	int (*lookup)(
		struct inode *dir, const char *name, size_t length, struct inode **found); /* -ENOENT; a reference */
	int (*create)(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made);
	int (*mkdir)(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made);
	int (*mknod)(struct inode *dir, const char *name, size_t length, uint32_t mode, uint64_t device,
		struct inode **made);
	int (*symlink)(struct inode *dir, const char *name, size_t length, const char *target, struct inode **made);
	int (*link)(struct inode *dir, const char *name, size_t length, struct inode *target);
	int (*unlink)(struct inode *dir, const char *name, size_t length, struct inode *victim);
	int (*rmdir)(struct inode *dir, const char *name, size_t length, struct inode *victim);
	int (*rename)(struct inode *from, const char *name, size_t length, struct inode *to, const char *new_name,
		size_t new_length, unsigned flags); /* flags: 0 or RENAME_EXCHANGE */
	/** A nameless regular file (O_TMPFILE) [EOPNOTSUPP]. `link` may give it a name. */
	int (*tmpfile)(struct inode *dir, uint32_t mode, struct inode **made);
	/** Emit entries from `position` on (0: the beginning); "." and ".." included. Returns 0 or errno. */
	int (*read_directory)(struct inode *dir, uint64_t position, struct directory_sink *sink);
	/* symbolic links [EINVAL]; returns the length, not terminated */
	ssize64_t (*readlink)(struct inode *inode, char *to, size_t size);
	/** Links that lead to an object rather than to a path (/proc/self/fd/N): the target, a reference. Missing: by
	 * readlink. */
	int (*follow_link)(struct inode *inode, struct dentry **target);
	/* all */
	int (*get_attributes)(struct inode *inode, struct attributes *attributes);
	int (*set_attributes)(struct inode *inode, const struct attributes *attributes, unsigned mask); /* EPERM */
	/** Prepare `file` (flags set, ops may be replaced, private data made). Missing: nothing to do. */
	int (*open)(struct inode *inode, struct file *file);
	/** Instead of `open`: hand out an open file that exists already (an object without a name, reopened). Or an
	 * error pointer. */
	struct file *(*open_file)(struct inode *inode, int flags);
	/** Page `index` of a regular file for mapping; `write`: will be written through a shared mapping. -ENXIO past
	 * the end → SIGBUS. [ENODEV] */
	int (*get_page)(struct inode *inode, uint64_t index, bool write, struct file_page *page);
	/** Write back dirty pages and metadata in [start, end] to stable storage. [0] */
	int (*sync)(struct inode *inode, uint64_t start, uint64_t end);
	/** Drop what the file system keeps; the last reference is gone. */
	void (*release)(struct inode *inode);
};

struct inode {
	const struct inode_ops *ops;
	const struct file_ops *file_ops; /* of an opened file, unless ops->open chooses others */
	struct superblock *super;
	uint64_t number;
	_Atomic uint32_t refs;
	_Atomic uint32_t mode; /* type bits never change */
	_Atomic uint64_t size; /* regular files: kept by the file system as far as it knows */
	struct mutex lock; /* directory changes, size changes; order: parent before child, VFS takes it around directory
			      ops */
	struct spinlock mappings_lock;
	struct list mappings; /* VMAs that map it (mm/) */
	struct list locks;    /* record locks and flocks (fs/lock.c), under mappings_lock */
	void *private;
};

struct superblock {
	const char *type;   /* "tmpfs", "erofs", "9p", "proc" … for /proc/mounts */
	const char *source; /* for /proc/mounts */
	uint64_t device;    /* st_dev */
	bool read_only;
	bool revalidate;         /* names may change behind our back: every lookup asks the file system again */
	bool remote_permissions; /* a server checks permissions: the VFS does not look at mode bits */
	struct inode *root;
	void (*stat)(struct superblock *super, void *statfs); /* struct statfs; missing: zeros with the magic */
	int (*sync)(struct superblock *super);                /* write everything back; missing: nothing to do */
	uint64_t magic;
	void *private;
};

/**
 * A name in a directory. It exists while somebody refers to it: a file, a child, the working folder, a path walk. Two
 * names are the same one if their dentries are. A parent is held by its children; `inode` never changes.
 */
struct dentry {
	struct inode *inode;
	_Atomic uint32_t refs;
	struct list hash_link;            /* by parent and name (dentry.c); empty when no look-up can find it */
	_Atomic(struct dentry *) mounted; /* root of what is mounted here (a reference), or NULL */
	struct dentry *mountpoint;        /* of a mounted root: the dentry that it covers */
	/* under the lock of names (dentry.c): rename changes them */
	struct dentry *parent; /* itself for the root of a tree */
	_Atomic uint32_t hash;
	uint16_t length;
	bool deleted;
	char *name; /* with NUL */
};

extern struct dentry *vfs_root;

/* Device numbers as stat(2) shows them. */
#define VFS_DEVICE(major, minor)                                                                                       \
	(((uint64_t)(minor)&0xff) | (uint64_t)(major) << 8 | ((uint64_t)(minor) & ~0xffULL) << 12)
/** st_dev for a superblock without a device: major 0, the next minor. */
uint64_t vfs_new_device(void);

void inode_init(struct inode *inode, struct superblock *super, const struct inode_ops *ops, uint32_t mode);
struct inode *inode_get(struct inode *inode);
/** A reference, unless the last one is gone already: for tables of inodes. */
bool inode_try_get(struct inode *inode);
void inode_put(struct inode *inode);
struct timestamp vfs_now(void);
/** get_attributes with what the VFS knows filled in before. */
int inode_attributes(struct inode *inode, struct attributes *attributes);
/** `wanted`: R_OK | W_OK | X_OK. 0, -EACCES, -EROFS. */
int inode_permission(struct inode *inode, unsigned wanted);
/** Checks and changes; the caller's identity is the process'. */
int inode_change(struct inode *inode, const struct attributes *attributes, unsigned mask);
int inode_truncate(struct inode *inode, uint64_t size);

struct dentry *dentry_get(struct dentry *dentry);
void dentry_put(struct dentry *dentry);
/** The root of a tree of its own; takes over the inode's reference, also on failure. `name` shows in paths. NULL:
 * memory. */
struct dentry *dentry_new_root(struct inode *inode, const char *name, bool deleted);
/** Child `name` of a directory, mounts crossed; a reference in `found`. */
int dentry_lookup(struct dentry *parent, const char *name, size_t length, struct dentry **found);

/* Path walk: at most 40 symbolic links (ELOOP), names up to 255 bytes (ENAMETOOLONG), paths up to 4095. */
enum walk_flags {
	WALK_NOFOLLOW = 1,  /* a symbolic link as last component is the result */
	WALK_PARENT = 2,    /* stop at the parent; the last component is returned in `last` */
	WALK_DIRECTORY = 4, /* the result must be a directory */
	WALK_EMPTY = 8,     /* an empty path means `base` itself (AT_EMPTY_PATH) */
};
struct walk {
	struct dentry *dentry; /* out: a reference */
	const char *last;      /* out, WALK_PARENT: points into the path given */
	size_t last_length;
	bool last_slash; /* the path ended with '/' */
	char *owned;     /* for open.c: heap text that `last` points into */
};
/** Walk from `base` (NULL: working folder; ignored for absolute paths). */
int vfs_walk(struct dentry *base, const char *path, unsigned flags, struct walk *walk);
/** Target of a symbolic link, from the heap; or an error pointer. */
char *vfs_read_link(struct inode *link);
/** Absolute path of a dentry into `to`; returns its length, or -ENAMETOOLONG. " (deleted)" is appended where it
 * applies. */
ssize64_t vfs_path(struct dentry *dentry, char *to, size_t size);

/** A reference to the working folder. */
struct dentry *vfs_working_folder(void);
void vfs_set_working_folder(struct dentry *dentry);

/* Changes of names (names.c): what mkdir(2), … do. `base` as in vfs_walk. */
int vfs_mknod(struct dentry *base, const char *path, uint32_t mode, uint64_t device);
int vfs_mkdir(struct dentry *base, const char *path, uint32_t mode);
int vfs_symlink(const char *target, struct dentry *base, const char *path);
int vfs_link(struct dentry *from_base, const char *from, unsigned walk_flags, struct dentry *base, const char *path);
int vfs_unlink(struct dentry *base, const char *path);
int vfs_rmdir(struct dentry *base, const char *path);
int vfs_rename(struct dentry *from_base, const char *from, struct dentry *to_base, const char *to, unsigned flags);

/** `path` NULL: as vfs_root. */
int vfs_mount(struct superblock *super, const char *path);
/** Have a file lie over the file or symbolic link `path`. Takes a reference of its own. */
int vfs_cover_file(struct inode *file, const char *path);
/** mkdir -p with mode 0755. */
int vfs_make_path(const char *path);
/** For the kernel's own use: make or replace a small file. */
int vfs_write_file(const char *path, uint32_t mode, const void *contents, size_t size);
/** sync(2) for one superblock, or all (NULL). The first error. */
int vfs_sync(struct superblock *super);
/** Calls `each(dentry of the mounted root, arg)` for every mount in the order of mounting. */
void vfs_for_each_mount(void (*each)(struct dentry *root, void *arg), void *arg);

#endif
