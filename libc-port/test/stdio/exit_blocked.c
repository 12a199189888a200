/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * exit() while another thread waits for input in a stream: the program ends, with its output.
 * @expect-exit 5
 * @stdout grep -qx written
 */
#include "test.h"
#include <pthread.h>
#include <unistd.h>

static int ends[2];

static void *read_for_ever(void *argument)
{
	FILE *stream = fdopen(ends[0], "r");
	CHECK(stream != NULL);
	getc(stream);
	return argument;
}

int main(void)
{
	pthread_t thread;
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(pthread_create(&thread, NULL, read_for_ever, NULL), 0);
	usleep(100000);
	printf("written\n");
	exit(5);
}
