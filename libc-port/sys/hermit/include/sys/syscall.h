/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls by number, for what has no function here. Numbers: <hermit/syscall.h>. */
#ifndef HERMIT_SYS_SYSCALL_H
#define HERMIT_SYS_SYSCALL_H

#include <sys/cdefs.h>

__BEGIN_DECLS
long syscall(long number, ...);
__END_DECLS

#endif
