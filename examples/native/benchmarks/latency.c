/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory latency: a chain of pointers leads through all cache lines of a working set in random order; each load needs
 * the result of the one before. The working set grows until it fits into no cache. The chain is checked: it comes back
 * to its start after exactly as many steps as there are lines.
 *
 * @args --largest-kib 1024 --loads 20000 --json latency.json
 * @refuse value --loads => option --loads needs a value
 * @refuse operand 4096 => unexpected argument '4096'
 * @expect ^ +1024( +[0-9]+\.[0-9]+){2}$
 * @after grep -q '"kib": 1024, "ticks_per_load": [1-9]' latency.json
 */
#include "lib/json.h"
#include "lib/options.h"
#include "lib/system.h"

#include <hermit/time.h>
#include <stdlib.h>

#define LINE         64
#define SMALLEST_KIB 4
#define ROUNDS       3 /* the best one counts */

struct line {
	struct line *next;
	char rest[LINE - sizeof(struct line *)];
};

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13; /* xorshift64 */
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Sattolo's shuffle: a permutation that is one single cycle. */
static void link_lines(struct line *lines, size_t count)
{
	uint64_t state = 88172645463325252ULL;
	for (size_t i = 0; i < count; i++)
		lines[i].next = &lines[i];
	for (size_t i = count - 1; i > 0; i--) {
		size_t other = next_random(&state) % i;
		struct line *next = lines[i].next;
		lines[i].next = lines[other].next;
		lines[other].next = next;
	}
}

static struct line *chase(struct line *line, size_t loads)
{
	for (size_t i = 0; i < loads; i++)
		line = *(struct line *volatile *)&line->next;
	return line;
}

/* Also brings the whole working set into the caches, as far as it fits. */
static void validate(struct line *lines, size_t count)
{
	size_t steps = 0;
	struct line *line = lines;
	do {
		line = line->next;
		steps++;
	} while (line != lines && steps <= count);
	if (steps != count) {
		fprintf(stderr, "latency: the chain comes back after %zu steps, expected %zu\n", steps, count);
		exit(1);
	}
}

/* Ticks for one load. */
static double measure(struct line *lines, size_t count, size_t loads)
{
	uint64_t best = UINT64_MAX;
	struct line *line = lines;
	link_lines(lines, count);
	validate(lines, count);
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t begin = hermit_tsc();
		line = chase(line, loads);
		uint64_t ticks = hermit_tsc() - begin;
		best = ticks < best ? ticks : best;
	}
	return (double)best / (double)loads;
}

static void report(struct json *json, size_t kib, double ticks)
{
	printf("%10zu %14.2f %14.2f\n", kib, ticks, system_ticks_to_ns(ticks));
	fflush(stdout);
	json_begin(json, NULL, '{');
	json_count(json, "kib", kib);
	json_real(json, "ticks_per_load", ticks);
	json_real(json, "ns_per_load", system_ticks_to_ns(ticks));
	json_end(json, '}');
}

/* Aligned by hand: the line that a size begins with must be a whole one. */
static struct line *allocate(size_t kib)
{
	char *memory = malloc((kib << 10) + LINE);
	if (!memory)
		options_refuse("no memory for a working set of %zu KiB; ask for less with --largest-kib", kib);
	return (struct line *)(memory + (LINE - (uintptr_t)memory % LINE) % LINE);
}

int main(int argc, char **argv)
{
	long largest = 8192, loads = 200000;
	const char *path = NULL;
	const struct option_entry options[] = {
		{.name = "largest-kib",
			.meaning = "largest working set",
			.number = &largest,
			.minimum = SMALLEST_KIB,
			.maximum = 16777216},
		{.name = "loads",
			.meaning = "measured for each working set",
			.number = &loads,
			.minimum = 1000,
			.maximum = 1000000000},
		{.name = "json", .meaning = "file for the results", .text = &path},
		{0},
	};
	const struct option_usage usage = {.summary = "Latency of dependent loads over growing working sets."};
	struct json json;
	options_read(argc, argv, options, &usage);
	json_open(&json, path, "latency");
	system_print("latency");
	struct line *lines = allocate((size_t)largest);
	printf("%10s %14s %14s\n", "KiB", "ticks a load", "ns a load");
	json_begin(&json, "results", '[');
	for (size_t kib = SMALLEST_KIB; kib <= (size_t)largest; kib *= 2)
		report(&json, kib, measure(lines, (kib << 10) / LINE, (size_t)loads));
	json_end(&json, ']');
	json_close(&json);
	return 0;
}
