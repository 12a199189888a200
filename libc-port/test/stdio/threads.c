/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads write to one stream: lines stay whole, and what a thread left in a buffer is written at exit. */
#include "test.h"
#include <pthread.h>

#define THREADS 8
#define LINES   500

static FILE *file;

static void *run(void *argument)
{
	for (int i = 0; i < LINES; i++)
		fprintf(file, "%ld %d %s\n", (long)argument, i, "some more text");
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int seen[THREADS] = {0};
	char line[64];
	file = fopen("lines", "w+");
	CHECK(file);
	for (long i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, run, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	rewind(file);
	while (fgets(line, sizeof(line), file)) {
		int thread, number, length = 0;
		CHECK_EQ(sscanf(line, "%d %d some more text%n", &thread, &number, &length), 2);
		CHECK(length > 0 && line[length] == '\n');
		CHECK_EQ(number, seen[thread]++);
	}
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(seen[i], LINES);
	remove("lines");
	return 0;
}
