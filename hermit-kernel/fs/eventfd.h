/* SPDX-License-Identifier: BSD-3-Clause */
/* eventfd(2). */
#ifndef FS_EVENTFD_H
#define FS_EVENTFD_H

#include "fs/file.h"

#define EFD_SEMAPHORE 1u /* as in sys/eventfd.h; Linux' own headers do not show it */

/** `flags`: EFD_SEMAPHORE, O_NONBLOCK. A file, or an error pointer. */
struct file *eventfd_new(uint64_t initial, unsigned flags);

#endif
