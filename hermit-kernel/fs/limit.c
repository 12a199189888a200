/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/limit.h"

#include <asm/errno.h>
#include <asm/fcntl.h>
#include "fs/file.h"
#include "sched/rlimit.h"
#include "sched/thread.h"

static int refuse(void)
{
	signal_send_thread(thread_current(), SIGXFSZ, NULL);
	return -EFBIG;
}

int limit_write(struct file *file, size_t *size, uint64_t position)
{
	uint64_t limit = rlimit_get(RLIMIT_FSIZE);

	if (likely(limit == RLIMIT_INFINITY) || !file->inode || !S_ISREG(file->inode->mode) || !*size)
		return 0;
	if (atomic_load(&file->flags) & O_APPEND)
		position = file->inode->size;
	if (position >= limit)
		return refuse();
	*size = min(*size, limit - position);
	return 0;
}

int limit_resize(struct inode *inode, uint64_t size)
{
	uint64_t limit = rlimit_get(RLIMIT_FSIZE);

	return likely(size <= limit) || size <= inode->size ? 0 : refuse();
}
