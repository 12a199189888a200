/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One-shot timers. Each core keeps its own queue, ordered by deadline; the hardware timer of a core is armed for the
 * first one only, and not at all without one. Callable from every context.
 */
#ifndef TIME_TIMER_H
#define TIME_TIMER_H

#include "lib/types.h"

struct core;

/** Embed it; initialise with timer_init. The fields belong to timer.c. */
struct timer {
	struct timer *child, *sibling, *prev; /* pairing heap */
	uint64_t deadline;
	void (*fire)(struct timer *timer); /* on the timer's core, interrupts off; may set the timer again */
	_Atomic(struct core *) core;       /* whose queue it is in; NULL when in none */
	_Atomic bool firing;
};

void timer_init(struct timer *timer, void (*fire)(struct timer *timer));
/** Fire at `deadline` (CLOCK_MONOTONIC ns), on this core; replaces an earlier deadline. */
void timer_set(struct timer *timer, uint64_t deadline);
/** After return the callback neither runs nor will run (waits for one that runs on another core). True if it was
 * pending. */
bool timer_cancel(struct timer *timer);
/** Move what this core's queue has to another core's: nothing but what is set here from now on will interrupt this one.
 * May sleep. */
void timer_move_all(struct core *to);
/** In the timer interrupt: fire what is due on this core, arm the hardware for the next. */
void timer_run_due(void);

#endif
