/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls that return at once, and what the two readings of the TSC cost that enclose everything measured. */
#include "measures.h"

#include <sched.h>
#include <unistd.h>

void measure_empty(struct samples *samples, size_t unused)
{
	(void)unused;
	SAMPLES_MEASURE(samples, (void)0);
}

void measure_getpid(struct samples *samples, size_t unused)
{
	(void)unused;
	SAMPLES_MEASURE(samples, getpid());
}

void measure_yield(struct samples *samples, size_t unused)
{
	(void)unused;
	SAMPLES_MEASURE(samples, sched_yield());
}
