/* SPDX-License-Identifier: BSD-3-Clause */
/* clock() counts microseconds, as POSIX wants it; and what newlib lacks of ISO C11, 7.27. */
#ifndef HERMIT_MACHINE_TIME_H
#define HERMIT_MACHINE_TIME_H

#include <sys/cdefs.h>

#define _CLOCKS_PER_SEC_ 1000000L

#if __ISO_C_VISIBLE >= 2011
#define TIME_UTC 1
struct timespec;
__BEGIN_DECLS
int timespec_get(struct timespec *time, int base);
__END_DECLS
#endif

#endif
