/* SPDX-License-Identifier: BSD-3-Clause */
/* The clocks that programs name by a clockid_t: clock_getres(2), pthread_getcpuclockid(3); and alarms on any of them.
 */
#ifndef TIME_POSIX_CLOCK_H
#define TIME_POSIX_CLOCK_H

#include "lib/types.h"
#include "time/timer.h"

enum posix_clock_kind {
	POSIX_CLOCK_MONOTONIC, /* also RAW, COARSE, BOOTTIME: an isle never sleeps and its rate is never slewed */
	POSIX_CLOCK_REALTIME,  /* also COARSE, TAI: Linux' TAI offset is 0 until somebody sets it */
	POSIX_CLOCK_PROCESS,   /* CPU time of all threads */
	POSIX_CLOCK_THREAD,    /* CPU time of thread `tid` */
};

struct posix_clock {
	enum posix_clock_kind kind;
	int32_t tid;
	bool has_timers; /* false: for reading only */
};

/** 0 or -EINVAL. A thread's clock is found only while the thread lives. */
int posix_clock_find(int id, struct posix_clock *clock);
/** Nanoseconds; -EINVAL once the thread is gone. */
int posix_clock_read(const struct posix_clock *clock, uint64_t *ns);
uint64_t posix_clock_process_ns(void);
/** CLOCK_MONOTONIC deadline of a moment on CLOCK_REALTIME. */
uint64_t posix_clock_realtime_deadline(uint64_t realtime_ns);

/** Fires once when a clock reaches a time: at once where that is past. Callbacks run as those of struct timer do. */
struct posix_alarm {
	struct timer timer;
	struct posix_clock clock;
	uint64_t target;
	void (*fire)(struct posix_alarm *alarm);
};

void posix_alarm_init(
	struct posix_alarm *alarm, const struct posix_clock *clock, void (*fire)(struct posix_alarm *alarm));
void posix_alarm_set(struct posix_alarm *alarm, uint64_t target);
/** As timer_cancel: not under a lock that the callback takes. */
bool posix_alarm_cancel(struct posix_alarm *alarm);

#endif
