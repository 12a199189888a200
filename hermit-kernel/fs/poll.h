/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting for any of several files: what poll(2) and select(2) share. */
#ifndef FS_POLL_H
#define FS_POLL_H

#include <linux/eventpoll.h>
#include "fs/file.h"

/** One file to watch. */
struct poll_entry {
	struct file *file; /* a reference of the caller's, or NULL: nothing to watch */
	uint32_t wanted;   /* EPOLLIN …; EPOLLERR and EPOLLHUP are always reported */
	uint32_t ready;    /* result */
};

/** Sleep until an entry is ready. How many are; 0: time over; -ERESTARTNOHAND, -ENOMEM. */
long poll_wait_any(struct poll_entry *entries, unsigned count, uint64_t deadline);

#endif
