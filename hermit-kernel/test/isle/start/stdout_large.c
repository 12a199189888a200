/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Five megabytes on stdout, by several threads in whole lines, and some on stderr meanwhile: complete, not mixed up.
 * @cores 2
 * @stdout awk 'length($0) != 99 || gsub(substr($0, 1, 1), "") != 99 { bad = 1 } END { exit bad || NR != 52000 }'
 */
#include "test.h"

#define THREADS 4
#define LINES   13000

static void *body(void *argument)
{
	char line[100];
	int i, in_block;
	char block[4000];

	memset(line, 'a' + (int)(long)argument, 99);
	line[99] = '\n';
	for (i = 0; i < 40; i++)
		memcpy(block + i * 100, line, 100);
	for (i = 0; i < LINES; i += in_block) {
		in_block = i % 80 == 0 ? 40 : 1;
		CHECK_EQ(write(1, block, (size_t)in_block * 100), in_block * 100);
		if (i % 1000 == 0)
			fprintf(stderr, "thread %ld at %d\n", (long)argument, i);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
