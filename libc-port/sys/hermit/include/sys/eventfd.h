/* SPDX-License-Identifier: BSD-3-Clause */
/* eventfd(2). */
#ifndef HERMIT_SYS_EVENTFD_H
#define HERMIT_SYS_EVENTFD_H

#include <stdint.h>
#include <sys/cdefs.h>

#define EFD_SEMAPHORE 1
#define EFD_NONBLOCK  04000
#define EFD_CLOEXEC   02000000

typedef uint64_t eventfd_t;

__BEGIN_DECLS
int eventfd(unsigned int count, int flags);
int eventfd_read(int fd, eventfd_t *value);
int eventfd_write(int fd, eventfd_t value);
__END_DECLS

#endif
