/* SPDX-License-Identifier: BSD-3-Clause */
#include "samples.h"

#include "options.h"

#include <stdlib.h>
#include <string.h>

void samples_allocate(struct samples *samples, size_t count)
{
	samples->values = malloc(count * sizeof(*samples->values));
	if (!samples->values)
		options_refuse("no memory for %zu samples; ask for fewer", count);
	memset(samples->values, 0xff, count * sizeof(*samples->values)); /* so that no page is new while we measure */
	samples->count = count;
}

void samples_free(struct samples *samples)
{
	free(samples->values);
	samples->values = NULL;
}

static int compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

uint64_t samples_quantile(const struct samples *samples, size_t of_10000)
{
	size_t rank = (samples->count * of_10000 + 9999) / 10000; /* from 1 */
	return samples->values[rank - 1];
}

struct samples_summary samples_summarize(struct samples *samples)
{
	qsort(samples->values, samples->count, sizeof(*samples->values), compare);
	return (struct samples_summary){
		.minimum = samples->values[0],
		.median = samples_quantile(samples, 5000),
		.p90 = samples_quantile(samples, 9000),
		.p99 = samples_quantile(samples, 9900),
		.maximum = samples->values[samples->count - 1],
	};
}
