/* SPDX-License-Identifier: BSD-3-Clause */
/* What the isle calls itself: uname(2), /proc/version, /proc/sys/kernel. */
#ifndef ISLE_IDENTITY_H
#define ISLE_IDENTITY_H

#include "lib/types.h"

/** The Linux whose interface is offered; C libraries refuse to run on one older than they were built for. */
#define ISLE_RELEASE "6.1.0-hermit"
#define ISLE_VERSION "#1 SMP HermitCore"

/** The host name from the boot blob, else "isleN". */
void isle_host_name(char *to, size_t size);

#endif
