/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory bandwidth: four loops over arrays of doubles, as many times as asked for, shared among threads. Each loop's
 * best time counts. At the end every element and the sums are compared with what they must be.
 *
 * @args --elements 100000 --repeats 3 --threads 2 --json stream.json
 * @refuse threads --threads 257 => --threads takes a number from 1 to 256, not '257'
 * @refuse option --sizes 7 => unknown option '--sizes'
 * @expect ^sums as expected: a [0-9.e+]+, b [0-9.e+]+, c [0-9.e+]+$
 * @after grep -q '"name": "triad", "best_mb_per_s": [1-9]' stream.json
 */
#include "lib/json.h"
#include "lib/options.h"
#include "lib/system.h"

#include <hermit/time.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#define SCALAR       0.5 /* a grows by 1.25 in each repeat: no overflow in REPEATS_MOST of them */
#define REPEATS_MOST 1000
#define THREADS_MOST 256
#define KERNELS      4

static const struct {
	const char *name;
	int arrays; /* read or written */
} kernels[KERNELS] = {{"copy", 2}, {"scale", 2}, {"add", 3}, {"triad", 3}};

struct stream {
	double *a, *b, *c;
	size_t elements;
	long threads, repeats;
	pthread_barrier_t barrier;
	uint64_t *ticks; /* [repeat][kernel], written by thread 0 */
};

struct share {
	struct stream *stream;
	long index;
	pthread_t thread;
};

static void initialize(struct stream *stream, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		stream->a[i] = 1;
		stream->b[i] = 2;
		stream->c[i] = 0;
	}
}

static void run_kernel(int kernel, double *restrict a, double *restrict b, double *restrict c, size_t length)
{
	switch (kernel) {
	case 0:
		for (size_t i = 0; i < length; i++)
			c[i] = a[i];
		break;
	case 1:
		for (size_t i = 0; i < length; i++)
			b[i] = SCALAR * c[i];
		break;
	case 2:
		for (size_t i = 0; i < length; i++)
			c[i] = a[i] + b[i];
		break;
	default:
		for (size_t i = 0; i < length; i++)
			a[i] = b[i] + SCALAR * c[i];
	}
}

/* Each thread touches its share first, so that it lies in memory near to it. */
static void *run_share(void *argument)
{
	struct share *share = argument;
	struct stream *stream = share->stream;
	size_t first = stream->elements * (size_t)share->index / (size_t)stream->threads;
	size_t end = stream->elements * (size_t)(share->index + 1) / (size_t)stream->threads;
	initialize(stream, first, end);
	for (long step = 0; step < stream->repeats * KERNELS; step++) {
		pthread_barrier_wait(&stream->barrier);
		uint64_t begin = hermit_tsc();
		run_kernel((int)(step % KERNELS), stream->a + first, stream->b + first, stream->c + first, end - first);
		pthread_barrier_wait(&stream->barrier);
		if (share->index == 0)
			stream->ticks[step] = hermit_tsc() - begin;
	}
	return NULL;
}

static void run(struct stream *stream)
{
	static struct share shares[THREADS_MOST];
	pthread_barrier_init(&stream->barrier, NULL, (unsigned)stream->threads);
	for (long i = 0; i < stream->threads; i++)
		shares[i] = (struct share){.stream = stream, .index = i};
	for (long i = 1; i < stream->threads; i++) {
		int error = pthread_create(&shares[i].thread, NULL, run_share, &shares[i]);
		if (error)
			options_refuse("cannot create thread %ld of %ld: error %d", i + 1, stream->threads, error);
	}
	run_share(&shares[0]);
	for (long i = 1; i < stream->threads; i++)
		pthread_join(shares[i].thread, NULL);
	pthread_barrier_destroy(&stream->barrier);
}

/* All elements of an array have the same value. Returns their sum. */
static double validate(const char *name, const double *array, size_t elements, double expected)
{
	double sum = 0;
	for (size_t i = 0; i < elements; i++) {
		if (!(fabs(array[i] - expected) <= 1e-13 * expected)) {
			fprintf(stderr, "stream: %s[%zu] is %.17g, expected %.17g\n", name, i, array[i], expected);
			exit(1);
		}
		sum += array[i];
	}
	if (!(fabs(sum - expected * (double)elements) <= 1e-8 * sum)) {
		fprintf(stderr, "stream: the sum of %s is %.17g, expected %.17g\n", name, sum,
			expected * (double)elements);
		exit(1);
	}
	return sum;
}

static void validate_all(const struct stream *stream)
{
	double a = 1, b = 2, c = 0;
	for (long repeat = 0; repeat < stream->repeats; repeat++) {
		c = a;
		b = SCALAR * c;
		c = a + b;
		a = b + SCALAR * c;
	}
	double sum_a = validate("a", stream->a, stream->elements, a);
	double sum_b = validate("b", stream->b, stream->elements, b);
	double sum_c = validate("c", stream->c, stream->elements, c);
	printf("sums as expected: a %.8e, b %.8e, c %.8e\n", sum_a, sum_b, sum_c);
}

static double rate(const struct stream *stream, int kernel, uint64_t ticks)
{
	double bytes = (double)kernels[kernel].arrays * sizeof(double) * (double)stream->elements;
	return bytes * 1e3 / system_ticks_to_ns((double)ticks); /* MB/s */
}

/* The first repeat does not count: caches and page tables are cold. */
static void report(const struct stream *stream, int kernel, struct json *json)
{
	uint64_t best = UINT64_MAX, worst = 0;
	for (long repeat = 1; repeat < stream->repeats; repeat++) {
		uint64_t ticks = stream->ticks[repeat * KERNELS + kernel];
		best = ticks < best ? ticks : best;
		worst = ticks > worst ? ticks : worst;
	}
	printf("%-8s %14.1f %14.1f\n", kernels[kernel].name, rate(stream, kernel, best), rate(stream, kernel, worst));
	json_begin(json, NULL, '{');
	json_text(json, "name", kernels[kernel].name);
	json_real(json, "best_mb_per_s", rate(stream, kernel, best));
	json_real(json, "worst_mb_per_s", rate(stream, kernel, worst));
	json_end(json, '}');
}

static void allocate(struct stream *stream)
{
	stream->a = malloc(stream->elements * sizeof(double));
	stream->b = malloc(stream->elements * sizeof(double));
	stream->c = malloc(stream->elements * sizeof(double));
	stream->ticks = malloc((size_t)stream->repeats * KERNELS * sizeof(uint64_t));
	if (!stream->a || !stream->b || !stream->c || !stream->ticks)
		options_refuse("no memory for 3 arrays of %zu doubles (%zu MiB); ask for fewer with --elements",
			stream->elements, stream->elements * 3 * sizeof(double) >> 20);
}

int main(int argc, char **argv)
{
	static struct stream stream = {.threads = 1, .repeats = 5};
	long elements = 1000000;
	const char *path = NULL;
	const struct option_entry options[] = {
		{.name = "elements",
			.meaning = "of each array",
			.number = &elements,
			.minimum = 1000,
			.maximum = 1000000000},
		{.name = "repeats",
			.meaning = "of all loops; the first does not count",
			.number = &stream.repeats,
			.minimum = 2,
			.maximum = REPEATS_MOST},
		{.name = "threads",
			.meaning = "that share the arrays",
			.number = &stream.threads,
			.minimum = 1,
			.maximum = THREADS_MOST},
		{.name = "json", .meaning = "file for the results", .text = &path},
		{0},
	};
	const struct option_usage usage = {.summary = "Memory bandwidth of copy, scale, add and triad."};
	struct json json;
	options_read(argc, argv, options, &usage);
	stream.elements = (size_t)elements;
	json_open(&json, path, "stream");
	system_print("stream");
	allocate(&stream);
	run(&stream);
	printf("%ld elements in each of 3 arrays, %ld thread%s\n", elements, stream.threads,
		stream.threads == 1 ? "" : "s");
	printf("%-8s %14s %14s\n", "", "best MB/s", "worst MB/s");
	json_count(&json, "elements", stream.elements);
	json_count(&json, "threads", (uint64_t)stream.threads);
	json_begin(&json, "results", '[');
	for (int kernel = 0; kernel < KERNELS; kernel++)
		report(&stream, kernel, &json);
	json_end(&json, ']');
	validate_all(&stream);
	json_close(&json);
	return 0;
}
