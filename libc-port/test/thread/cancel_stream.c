/* SPDX-License-Identifier: BSD-3-Clause */
/* A thread that reads a stream is not cancelled in it, and the wish does not spoil its call: it gets its byte, and ends
 * at the next cancellation point. */
#include "test.h"
#include <pthread.h>
#include <unistd.h>

static int ends[2], got;

static void *read_stream(void *argument)
{
	FILE *stream = fdopen(ends[0], "r");
	CHECK(stream != NULL);
	got = getc(stream);
	pthread_testcancel();
	return argument;
}

int main(void)
{
	pthread_t thread;
	void *result;
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(pthread_create(&thread, NULL, read_stream, NULL), 0);
	usleep(50000);
	CHECK_EQ(pthread_cancel(thread), 0);
	usleep(50000);
	CHECK_EQ(write(ends[1], "x", 1), 1);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_EQ(got, 'x');
	return 0;
}
