/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_CONTROL_FACTS_H
#define PROXY_CONTROL_FACTS_H

#include "options.h"
#include "plan.h"

/**
 * What does not change of an isle, as key=value lines in a new string: name, program, arguments, pid, kind (vm or
 * multikernel), isle (its number), address, cores, cpus (of Linux that it has for itself, or is pinned to; may be
 * empty), memory (bytes), start (seconds since 1970), ports. A line feed or backslash in a value has a backslash before
 * it.
 */
char *control_facts_make(const struct plan *plan, const struct options *options);

#endif
