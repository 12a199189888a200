/* SPDX-License-Identifier: BSD-3-Clause */
/* What the host has to give: CPUs and memory that this process may use. */
#ifndef PROXY_HOST_H
#define PROXY_HOST_H

#include "cpulist.h"

#include <stdint.h>

/** CPUs that the scheduler lets this process run on. */
void host_usable_cpus(struct cpulist *cpus);

/** CPUs of a NUMA node: 0, or -ENOENT where there is no such node. */
int host_node_cpus(unsigned node, struct cpulist *cpus);

/** Bytes that can be had without swapping, within the limits of the control groups above this process. */
uint64_t host_available_memory(void);

/** Contents of a small file with a NUL behind them; NULL when it cannot be read. */
char *host_read_file(const char *path);

#endif
