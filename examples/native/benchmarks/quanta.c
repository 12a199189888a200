/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How evenly does work go on? The same small piece of work, a chain of multiplications that touches no memory, is timed
 * many times. What is above the fastest was taken by others: interrupts, other threads, the host of a virtual machine.
 * (The fixed work quantum benchmark: Sottile and Minnich, "Analysis of Microbenchmarks for Performance Tuning of
 * Clusters", CLUSTER 2004.)
 *
 * @args --quanta 2000 --json quanta.json
 * @isle-case quiet --quanta 2000 --quiet-core 1 --json quanta.json
 * @refuse-linux quiet --quiet-core 1 => --quiet-core 1: only an isle has quiet cores, this is Linux
 * @refuse quanta --quanta 0 => --quanta takes a number from 100 to 100000000, not '0'
 * @refuse cue --cue 1 => --cue 1: standard input ended before a line came
 * @expect ^maximum +[0-9]+ +[0-9.]+ +[0-9.]+$
 * @after grep -q '"p9999": [1-9][0-9]*, "maximum": [1-9]' quanta.json
 */
#include "lib/cue.h"
#include "lib/json.h"
#include "lib/options.h"
#include "lib/quiet.h"
#include "lib/samples.h"
#include "lib/system.h"

#include <inttypes.h>
#include <stdio.h>

/* Each step needs the one before, so that no processor can do two at once. The result must be used. */
static uint64_t work(uint64_t value, long steps)
{
	for (long i = 0; i < steps; i++)
		value = value * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return value;
}

static uint64_t measure(struct samples *samples, long steps)
{
	uint64_t value = 1;
	SAMPLES_MEASURE(samples, value = work(value, steps));
	return value;
}

static void print(const char *name, uint64_t ticks, uint64_t minimum)
{
	printf("%-8s %12" PRIu64 " %12.3f %10.4f\n", name, ticks, system_ticks_to_ns((double)ticks) / 1e3,
		(double)ticks / (double)minimum);
}

static void report(struct samples *samples, struct json *json)
{
	struct samples_summary summary = samples_summarize(samples);
	uint64_t p999 = samples_quantile(samples, 9990), p9999 = samples_quantile(samples, 9999);
	printf("%-8s %12s %12s %10s\n", "", "ticks", "us", "/ minimum");
	print("minimum", summary.minimum, summary.minimum);
	print("median", summary.median, summary.minimum);
	print("p99", summary.p99, summary.minimum);
	print("p99.9", p999, summary.minimum);
	print("p99.99", p9999, summary.minimum);
	print("maximum", summary.maximum, summary.minimum);
	json_text(json, "unit", "ticks");
	json_count(json, "quanta", samples->count);
	json_count(json, "minimum", summary.minimum);
	json_count(json, "median", summary.median);
	json_count(json, "p99", summary.p99);
	json_count(json, "p999", p999);
	json_count(json, "p9999", p9999);
	json_count(json, "maximum", summary.maximum);
}

int main(int argc, char **argv)
{
	long quanta = 20000, steps = 10000, core = -1, cue = 0;
	const char *path = NULL;
	const struct option_entry options[] = {
		{.name = "quanta",
			.meaning = "how many pieces of work",
			.number = &quanta,
			.minimum = 100,
			.maximum = 100000000},
		{.name = "steps",
			.meaning = "multiplications in each",
			.number = &steps,
			.minimum = 1,
			.maximum = 1000000000},
		QUIET_OPTION(core),
		CUE_OPTION(cue),
		{.name = "json", .meaning = "file for the results", .text = &path},
		{0},
	};
	const struct option_usage usage = {"Times the same piece of work again and again.", NULL};
	struct samples samples;
	struct json json;

	options_read(argc, argv, options, &usage);
	system_print("quanta");
	samples_allocate(&samples, (size_t)quanta);
	cue_await(cue);
	if (core >= 0) {
		quiet_hold(core);
		quiet_begin(core);
	}
	volatile uint64_t result = measure(&samples, steps);
	(void)result;
	if (core >= 0)
		quiet_end(core);
	json_open(&json, path, "quanta");
	report(&samples, &json);
	json_close(&json);
	samples_free(&samples);
	return 0;
}
