/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A timer that sends a signal, once or periodically: the common part of timer_create(2) and setitimer(2).
 *
 * A periodic timer is not armed again before its signal is taken; the periods that went by meanwhile are counted as
 * overruns. So a timer whose signal is blocked costs nothing.
 *
 * Locks: process.signals.lock before timer->lock. The alarm's callback therefore lets go of timer->lock before it
 * sends.
 */
#ifndef TIME_SIGNAL_TIMER_H
#define TIME_SIGNAL_TIMER_H

#include "sched/signal.h"
#include "time/posix_clock.h"

struct signal_timer {
	struct posix_alarm alarm;
	struct signal_entry entry;
	struct thread *thread; /* whom to signal, a reference; NULL: the process */
	bool silent;           /* SIGEV_NONE */

	struct spinlock lock; /* interrupts off; guards what follows */
	bool armed;
	uint64_t target, interval; /* on the timer's clock */
	uint64_t overruns;         /* since the last signal was taken */
	uint32_t generation;       /* of settings */
	uint32_t entry_generation; /* the setting that the queued signal stems from */
	int last_overrun;
};

/** `info`: what the receiver sees. With si_code SI_TIMER it gets the overruns, too. */
void signal_timer_init(
	struct signal_timer *timer, const struct posix_clock *clock, struct thread *thread, const siginfo_t *info);
/** Fire when the clock reads `target` (0: never), and then every `interval` ns (0: once). Callers take turns. */
void signal_timer_set(struct signal_timer *timer, uint64_t target, uint64_t interval);
/** ns up to the next time (0: it is not armed), and between times. */
void signal_timer_get(struct signal_timer *timer, uint64_t *left, uint64_t *interval);
/** Overruns of the signal taken last. */
int signal_timer_overrun(struct signal_timer *timer);
/** Nothing of it is in use afterwards. */
void signal_timer_destroy(struct signal_timer *timer);

#endif
