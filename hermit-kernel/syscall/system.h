/* SPDX-License-Identifier: BSD-3-Clause */
/* What the system calls itself: uname(2), /proc/version, /proc/sys/kernel. */
#ifndef SYSCALL_SYSTEM_H
#define SYSCALL_SYSTEM_H

#include "lib/types.h"

/** The Linux whose interface is offered; C libraries refuse to run on one older than they were built for. */
#define SYSTEM_RELEASE "6.1.0-hermit"
#define SYSTEM_VERSION "#1 SMP HermitCore"

/** The host name from the boot blob, else "isleN". */
void system_node_name(char *to, size_t size);

#endif
