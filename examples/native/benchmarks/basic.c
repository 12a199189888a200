/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What elementary things cost, in ticks of the TSC: each is done many times, and each time is measured on its own.
 * The row "empty" is the cost of measuring, which all others contain.
 *
 * @args --samples 200 --json basic.json
 * @refuse name getppid => nothing to measure is called 'getppid'; there are: empty getpid
 * @refuse samples --samples=1e3 => --samples takes a number from 10 to 10000000, not '1e3'
 * @refuse json --json missing/basic.json => --json: cannot write 'missing/basic.json': No such file
 * @expect ^thread_create_join( +[1-9][0-9]*){5}$
 * @after grep -q '"name": "hand_over", "unit": "ticks", "samples": 200, "minimum": [1-9]' basic.json
 */
#include "lib/json.h"
#include "lib/measures.h"
#include "lib/options.h"
#include "lib/system.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct measure measures[] = {
	{"empty", measure_empty, 0},
	{"getpid", measure_getpid, 0},
	{"sched_yield", measure_yield, 0},
	{"malloc_free_16", measure_malloc, 16},
	{"malloc_free_256", measure_malloc, 256},
	{"malloc_free_4096", measure_malloc, 4096},
	{"malloc_free_65536", measure_malloc, 65536},
	{"malloc_free_1048576", measure_malloc, 1048576},
	{"first_touch", measure_first_touch, 0},
	{"mutex_lock_unlock", measure_mutex, 0},
	{"hand_over", measure_hand_over, 0},
	{"thread_create_join", measure_thread, 0},
};
#define MEASURES (sizeof(measures) / sizeof(*measures))

static const struct measure *find(const char *name)
{
	for (size_t i = 0; i < MEASURES; i++)
		if (strcmp(measures[i].name, name) == 0)
			return &measures[i];
	fprintf(stderr, "basic: nothing to measure is called '%s'; there are:", name);
	for (size_t i = 0; i < MEASURES; i++)
		fprintf(stderr, " %s", measures[i].name);
	fputc('\n', stderr);
	exit(2);
}

static void report(
	struct json *json, const struct measure *measure, const struct samples_summary *summary, size_t count)
{
	printf("%-20s %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64 "\n", measure->name,
		summary->minimum, summary->median, summary->p90, summary->p99, summary->maximum);
	json_begin(json, NULL, '{');
	json_text(json, "name", measure->name);
	json_text(json, "unit", "ticks");
	json_count(json, "samples", count);
	json_count(json, "minimum", summary->minimum);
	json_count(json, "median", summary->median);
	json_count(json, "p90", summary->p90);
	json_count(json, "p99", summary->p99);
	json_count(json, "maximum", summary->maximum);
	json_end(json, '}');
}

static void run(struct json *json, const struct measure *measure, size_t count)
{
	struct samples samples;
	samples_allocate(&samples, count);
	measure->run(&samples, measure->parameter);
	struct samples_summary summary = samples_summarize(&samples);
	report(json, measure, &summary, count);
	fflush(stdout);
	samples_free(&samples);
}

int main(int argc, char **argv)
{
	long count = 1000;
	const char *path = NULL;
	const struct option_entry options[] = {
		{.name = "samples",
			.meaning = "measurements of each",
			.number = &count,
			.minimum = 10,
			.maximum = 10000000},
		{.name = "json", .meaning = "file for the results", .text = &path},
		{0},
	};
	const struct option_usage usage = {
		.summary = "Cost of elementary operations in TSC ticks. NAME: measure only these.",
		.operands = "[NAME...]"};
	struct json json;
	int first = options_read(argc, argv, options, &usage);
	for (int i = first; i < argc; i++)
		find(argv[i]);
	json_open(&json, path, "basic");
	system_print("basic");
	printf("%-20s %10s %10s %10s %10s %10s\n", "ticks", "minimum", "median", "p90", "p99", "maximum");
	json_begin(&json, "results", '[');
	for (int i = first; i < argc; i++)
		run(&json, find(argv[i]), (size_t)count);
	for (size_t i = 0; first == argc && i < MEASURES; i++)
		run(&json, &measures[i], (size_t)count);
	json_end(&json, ']');
	json_close(&json);
	return 0;
}
