/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_ISLE_REPORT_H
#define PROXY_ISLE_REPORT_H

#include "kernel_log.h"
#include "relay.h"

/**
 * Says why an isle failed: the reason, how QEMU (the executable `qemu`) ended and what it said, and the tail of the
 * kernel log unless both were shown already.
 */
void isle_report_failure(const struct relay_outcome *outcome, int wait_status, const struct kernel_log *log,
	const struct kernel_log *messages, const char *qemu, bool shown);

#endif
