/* SPDX-License-Identifier: BSD-3-Clause */
/* Random bytes of the kernel. */
#ifndef HERMIT_SYS_RANDOM_H
#define HERMIT_SYS_RANDOM_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define GRND_NONBLOCK 1
#define GRND_RANDOM   2

__BEGIN_DECLS
ssize_t getrandom(void *bytes, size_t size, unsigned int flags);
int getentropy(void *bytes, size_t size);
__END_DECLS

#endif
