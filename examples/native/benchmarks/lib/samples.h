/* SPDX-License-Identifier: BSD-3-Clause */
/* Many measurements of the same thing, and what they say. */
#ifndef NATIVE_SAMPLES_H
#define NATIVE_SAMPLES_H

#include <hermit/time.h>
#include <stddef.h>
#include <stdint.h>

#define SAMPLES_WARM_UP 16 /* times that an operation runs before it is measured */

struct samples {
	uint64_t *values; /* ticks of the TSC */
	size_t count;
};

struct samples_summary {
	uint64_t minimum, median, p90, p99, maximum;
};

/* Room for `count` samples, all pages touched; never returns without. */
void samples_allocate(struct samples *samples, size_t count);

/* Sorts the samples. Percentiles are those of the nearest rank: values that were measured. */
struct samples_summary samples_summarize(struct samples *samples);

/* Of sorted samples: the value that so many of 10000 do not exceed. */
uint64_t samples_quantile(const struct samples *samples, size_t of_10000);

void samples_free(struct samples *samples);

/* Fills `samples` (a pointer) with the ticks of a statement, warm-up excepted. */
#define SAMPLES_MEASURE(samples, ...)                                                                                  \
	do {                                                                                                           \
		for (size_t warm_up_ = 0; warm_up_ < SAMPLES_WARM_UP; warm_up_++) {                                    \
			__VA_ARGS__;                                                                                   \
		}                                                                                                      \
		for (size_t index_ = 0; index_ < (samples)->count; index_++) {                                         \
			uint64_t begin_ = hermit_tsc();                                                                \
			__VA_ARGS__;                                                                                   \
			(samples)->values[index_] = hermit_tsc() - begin_;                                             \
		}                                                                                                      \
	} while (0)

#endif
