/* SPDX-License-Identifier: BSD-3-Clause */
/* One function for each 9P2000.L message. All return 0 (or a count) or a negative errno, the server's or the client's.
 */
#ifndef FS_NINEP_CALLS_H
#define FS_NINEP_CALLS_H

#include "fs/ninep_client.h"

/* Functions that make a fid store it in `made` only on success. */
int ninep_attach(struct ninep_client *client, uint32_t uid, struct ninep_fid **made, struct ninep_qid *qid);
/** Fid of `name` in the directory `from`; a NULL name makes another fid of the same file. */
int ninep_walk(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid **made, struct ninep_qid *qid);
/** `flags`: O_*, whose values the protocol took from Linux. */
int ninep_open(struct ninep_fid *fid, uint32_t flags);
/** `fid` is the directory's before, the open new file's after. */
int ninep_create(struct ninep_fid *fid, const char *name, size_t length, uint32_t flags, uint32_t mode, uint32_t gid);
int ninep_mkdir(struct ninep_fid *dir, const char *name, size_t length, uint32_t mode, uint32_t gid);
int ninep_mknod(struct ninep_fid *dir, const char *name, size_t length, uint32_t mode, uint64_t device, uint32_t gid);
int ninep_symlink(struct ninep_fid *dir, const char *name, size_t length, const char *target, uint32_t gid);
int ninep_link(struct ninep_fid *dir, const char *name, size_t length, struct ninep_fid *target);
/** `flags`: 0 or AT_REMOVEDIR. */
int ninep_unlink(struct ninep_fid *dir, const char *name, size_t length, uint32_t flags);
int ninep_rename(struct ninep_fid *from, const char *name, size_t length, struct ninep_fid *to, const char *new_name,
	size_t new_length);
/** Length of the target, at most `size` bytes of which are copied. */
ssize64_t ninep_readlink(struct ninep_fid *fid, char *to, size_t size);
int ninep_getattr(struct ninep_fid *fid, struct ninep_attributes *attributes);
int ninep_setattr(struct ninep_fid *fid, const struct ninep_setattr_values *values);
int ninep_statfs(struct ninep_fid *fid, struct ninep_statfs *statfs);
int ninep_fsync(struct ninep_fid *fid, bool data_only);
/** Status of the lock (enum ninep_lock_status) or errno. */
int ninep_lock(struct ninep_fid *fid, const struct ninep_lock *lock, uint32_t flags);
/** What keeps the lock from being granted, or NINEP_LOCK_UNLOCK, in place of `lock`. */
int ninep_getlock(struct ninep_fid *fid, struct ninep_lock *lock);
/** Bytes of entries that came into `data`, 0 at the end. */
ssize64_t ninep_readdir(struct ninep_fid *fid, uint64_t position, const struct io_segment *data);

/** Where data of a read or write lies; the sizes add up to at most client->data_max. */
struct ninep_data {
	const struct io_segment *segments;
	unsigned count;
};
/* Bytes, which may be fewer than asked for; -ERESTARTSYS when `interruptible` and a signal came first. */
ssize64_t ninep_read(struct ninep_fid *fid, uint64_t position, struct ninep_data data, bool interruptible);
ssize64_t ninep_write(struct ninep_fid *fid, uint64_t position, struct ninep_data data, bool interruptible);

#endif
