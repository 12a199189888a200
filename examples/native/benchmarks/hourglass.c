/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who takes time from a program? One thread reads the TSC as fast as it can; where two consecutive readings are far
 * apart, something else has run: an interrupt, another thread, on a virtual machine the host.
 * On an isle, --quiet-core holds a core on which the kernel lets nothing else happen.
 *
 * @args --seconds 1 --json hourglass.json
 * @isle-case quiet --quiet-core 1 --json hourglass.json
 * @refuse-linux quiet --quiet-core 1 => --quiet-core 1: only an isle has quiet cores, this is Linux
 * @refuse-isle core --quiet-core 7 => --quiet-core 7: Invalid argument; the isle has the cores 0 to 1
 * @refuse seconds --seconds 0 => --seconds takes a number from 1 to 3600, not '0'
 * @refuse cue --cue 1 => --cue 1: standard input ended before a line came
 * @expect ^largest gap: [1-9][0-9]* ticks = [0-9.]+ us$
 * @after grep -q '"gaps": [1-9][0-9]*, "largest": [1-9]' hourglass.json
 */
#include "lib/cue.h"
#include "lib/json.h"
#include "lib/options.h"
#include "lib/quiet.h"
#include "lib/system.h"

#include <hermit/hermit.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 64 /* bucket n: gaps of 2^n to 2^(n+1) - 1 ticks */

struct gaps {
	uint64_t buckets[BUCKETS];
	uint64_t count, largest;
	uint64_t above_count, above_sum; /* at least the threshold */
	uint64_t ticks;                  /* of all */
};

static int bucket_of(uint64_t gap)
{
	return 63 - __builtin_clzll(gap | 1);
}

/* Nothing else happens between two readings, so that the smallest gap stays small. */
static void measure(struct gaps *gaps, uint64_t duration, uint64_t threshold)
{
	uint64_t start = hermit_tsc(), before = start, now;
	for (; before - start < duration; before = now) {
		now = hermit_tsc();
		if (now < before) {
			fprintf(stderr, "hourglass: the TSC went back by %" PRIu64 " ticks\n", before - now);
			exit(1);
		}
		uint64_t gap = now - before;
		gaps->buckets[bucket_of(gap)]++;
		gaps->count++;
		if (gap > gaps->largest)
			gaps->largest = gap;
		if (gap >= threshold) {
			gaps->above_count++;
			gaps->above_sum += gap;
		}
	}
	gaps->ticks = before - start;
}

static void print(const struct gaps *gaps, long threshold_ns)
{
	printf("%12s %12s %12s\n", "from ticks", "from ns", "gaps");
	for (int i = 0; i < BUCKETS; i++)
		if (gaps->buckets[i])
			printf("%12" PRIu64 " %12.0f %12" PRIu64 "\n", UINT64_C(1) << i,
				system_ticks_to_ns((double)(UINT64_C(1) << i)), gaps->buckets[i]);
	printf("largest gap: %" PRIu64 " ticks = %.3f us\n", gaps->largest,
		system_ticks_to_ns((double)gaps->largest) / 1e3);
	printf("gaps of at least %ld ns: %" PRIu64 ", together %.3f us = %.4f %% of the time\n", threshold_ns,
		gaps->above_count, system_ticks_to_ns((double)gaps->above_sum) / 1e3,
		100.0 * (double)gaps->above_sum / (double)gaps->ticks);
}

static void write_json(struct json *json, const struct gaps *gaps, long threshold_ns, long core)
{
	json_text(json, "unit", "ticks");
	if (core >= 0)
		json_count(json, "quiet_core", (uint64_t)core);
	json_count(json, "ticks", gaps->ticks);
	json_count(json, "gaps", gaps->count);
	json_count(json, "largest", gaps->largest);
	json_count(json, "threshold_ns", (uint64_t)threshold_ns);
	json_count(json, "above_count", gaps->above_count);
	json_count(json, "above_sum", gaps->above_sum);
	json_begin(json, "histogram", '[');
	for (int i = 0; i < BUCKETS; i++) {
		if (!gaps->buckets[i])
			continue;
		json_begin(json, NULL, '{');
		json_count(json, "from", UINT64_C(1) << i);
		json_count(json, "count", gaps->buckets[i]);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void run(struct gaps *gaps, long seconds, long threshold_ns, long core)
{
	uint64_t hz = system_tsc_hz();
	uint64_t threshold = (uint64_t)((double)threshold_ns * (double)hz / 1e9);
	if (core >= 0)
		quiet_hold(core);
	measure(gaps, hz / 1000, threshold); /* warm-up: code and data are there */
	*gaps = (struct gaps){0};
	if (core >= 0)
		quiet_begin(core);
	measure(gaps, (uint64_t)seconds * hz, threshold);
	if (core >= 0)
		quiet_end(core);
}

int main(int argc, char **argv)
{
	static struct gaps gaps;
	long seconds = 1, threshold_ns = 10000, core = -1, cue = 0;
	const char *path = NULL;
	const struct option_entry options[] = {
		{.name = "seconds", .meaning = "how long", .number = &seconds, .minimum = 1, .maximum = 3600},
		{.name = "threshold-ns",
			.meaning = "gaps that count as disturbances",
			.number = &threshold_ns,
			.minimum = 1,
			.maximum = 1000000000},
		QUIET_OPTION(core),
		CUE_OPTION(cue),
		{.name = "json", .meaning = "file for the results", .text = &path},
		{0},
	};
	const struct option_usage usage = {.summary = "Gaps between consecutive readings of the TSC."};
	struct json json;
	options_read(argc, argv, options, &usage);
	json_open(&json, path, "hourglass");
	system_print("hourglass");
	cue_await(cue);
	run(&gaps, seconds, threshold_ns, core);
	print(&gaps, threshold_ns);
	write_json(&json, &gaps, threshold_ns, core);
	json_close(&json);
	return 0;
}
