/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cores and the calling thread: pin it to one, have one exclusively, keep one quiet.
 *
 * A thread holds at most one core by these functions, and gives it back at its end at the latest. Pinning says where a
 * thread runs; reserving, that no other thread of the program runs there; quiet, that the kernel does not disturb it
 * either: no timer of anybody else fires there and no device interrupts it. What remains are interrupts to invalidate
 * TLBs when another core changes mappings; hermit_counters() tells how many there were.
 */
#ifndef HERMIT_CORE_H
#define HERMIT_CORE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The core that the caller runs on; it may change at once unless the thread is pinned. Never blocks. */
int hermit_core_current(void);

enum hermit_core_hold {
	HERMIT_CORE_PINNED = 1,   /* the caller runs there only */
	HERMIT_CORE_RESERVED = 2, /* and nobody else of the program does */
	HERMIT_CORE_QUIET = 3,    /* and nothing disturbs it */
};

/**
 * Move the calling thread to a core and hold it there.
 *
 * core: its number
 * hold: enum hermit_core_hold
 * 0, and the caller runs on that core; -EINVAL where `core` or `hold` is out of range; -EBUSY where the caller holds a
 * core already, where another thread has reserved that one, where a thread may run on no other core than that one, or
 * where reserving it would leave no core for the others. May block.
 */
int hermit_core_hold(int core, int hold);

/** Give the core back: the thread may run where it might before. 0; -EPERM where the caller holds none. May block. */
int hermit_core_release(void);

/** What the calling thread holds: core << 8 | enum hermit_core_hold, 0 for nothing. Never blocks. */
int hermit_core_held(void);

#ifdef __cplusplus
}
#endif

#endif
