/* SPDX-License-Identifier: BSD-3-Clause */
/* clock() counts microseconds, as POSIX wants it. */
#ifndef HERMIT_MACHINE_TIME_H
#define HERMIT_MACHINE_TIME_H

#define _CLOCKS_PER_SEC_ 1000000L

#endif
