/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What happened on a core since the isle started. Each counter only grows. Any thread; never blocks.
 */
#ifndef HERMIT_COUNTERS_H
#define HERMIT_COUNTERS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct hermit_counters {
	uint32_t size;              /* in: sizeof(struct hermit_counters); out: bytes filled */
	uint32_t core;              /* its number */
	uint64_t switches;          /* of threads */
	uint64_t interrupts;        /* of all kinds */
	uint64_t timer_interrupts;  /* of these: the core's own timer */
	uint64_t device_interrupts; /* of these: devices */
	uint64_t reschedules;       /* of these: another core wants this one to look at its queue */
	uint64_t tlb_interrupts;    /* of these: another core has changed mappings */
	uint64_t page_faults;       /* exceptions, whoever caused them */
	uint64_t tlb_shootdowns;    /* that this core began, whether or not another core had to be interrupted */
	uint64_t idle_ns;           /* nanoseconds without any thread */
};

/** Counters of a core. 0; -EINVAL where `core` is out of range or `counters->size` too small; -EFAULT. */
int hermit_counters(int core, struct hermit_counters *counters);

#ifdef __cplusplus
}
#endif

#endif
