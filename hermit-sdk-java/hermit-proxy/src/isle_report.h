/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_ISLE_REPORT_H
#define PROXY_ISLE_REPORT_H

#include "isle.h"
#include "kernel_log.h"
#include "relay.h"

/**
 * Says why an isle failed: the reason, the detail behind it, what the helper processes said, and the tail of the kernel
 * log. `shown`: the user has seen both already.
 */
void isle_report_failure(const struct relay_outcome *outcome, const char *detail, const struct isle_kind *kind,
	const struct kernel_log *log, const struct kernel_log *messages, bool shown);

#endif
