/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A small machine for tests of memory management: physical memory at DIRECT_MAP_BASE, cores that the test chooses, and
 * what the allocators need of the rest of the kernel. Tests that use it name test/unit/machine.c among their sources.
 */
#ifndef TEST_MACHINE_H
#define TEST_MACHINE_H

#include "lib/types.h"

/** Zeroed memory at this physical range; all earlier ranges stay. */
void machine_add_memory(uint64_t start, uint64_t end);
/** Which core (and its NUMA node) the following calls run on. */
void machine_run_on(unsigned core, unsigned node);
/** xorshift64*, the same in every run. */
uint64_t machine_random(void);
uint64_t machine_random_below(uint64_t limit);
/** Lines that were logged so far. */
unsigned machine_log_lines(void);

/* The host's, for sources whose headers do not go with the host's. */
void machine_pause(void);
uint64_t machine_clock_ns(void);
void *machine_calloc(size_t size);
void machine_free(void *memory);

#endif
