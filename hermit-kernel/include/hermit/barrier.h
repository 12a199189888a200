/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A barrier for threads that have a core each: they spin, so that it costs as little as the caches allow. With more
 * threads than cores use pthread_barrier_t.
 */
#ifndef HERMIT_BARRIER_H
#define HERMIT_BARRIER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Made by hermit_barrier_init; may lie in memory that is zero but for that. One cache line for each field that is
 * written. */
struct hermit_barrier {
	uint32_t threads;
	uint32_t reserved[15];
	uint32_t arrived; /* atomic */
	uint32_t unused[15];
	uint32_t round; /* atomic; grows by one when all have arrived */
	uint32_t rest[15];
};

/** A barrier for `threads` threads. 0; -EINVAL for 0 threads, or more than the isle has cores; -EFAULT. Never blocks.
 */
int hermit_barrier_init(struct hermit_barrier *barrier, uint32_t threads);

/**
 * Wait until all threads have arrived. 1 for the last one, 0 for the others.
 *
 * Memory: what a thread wrote before it arrived is seen by all after their return. Signals are handled while it waits.
 */
int hermit_barrier_wait(struct hermit_barrier *barrier);

#ifdef __cplusplus
}
#endif

#endif
