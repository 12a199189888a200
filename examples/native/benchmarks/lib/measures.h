/* SPDX-License-Identifier: BSD-3-Clause */
/* What `basic` measures. Each function fills the samples with ticks of one operation. */
#ifndef NATIVE_MEASURES_H
#define NATIVE_MEASURES_H

#include "samples.h"

struct measure {
	const char *name;
	void (*run)(struct samples *samples, size_t parameter);
	size_t parameter; /* a size, for those that take one */
};

void measure_empty(struct samples *samples, size_t unused);
void measure_getpid(struct samples *samples, size_t unused);
void measure_yield(struct samples *samples, size_t unused);
void measure_malloc(struct samples *samples, size_t size);        /* malloc and free */
void measure_first_touch(struct samples *samples, size_t unused); /* of a 4 KiB page of fresh memory */
void measure_mutex(struct samples *samples, size_t unused);       /* lock and unlock, nobody else wants it */
void measure_hand_over(struct samples *samples, size_t unused); /* from one thread to another by condition variables */
void measure_thread(struct samples *samples, size_t unused);    /* pthread_create and pthread_join of an empty thread */

#endif
