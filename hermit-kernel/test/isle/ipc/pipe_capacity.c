/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How full a pipe gets: 64 KiB by default, EAGAIN beyond, FIONREAD, F_SETPIPE_SZ, and PIPE_BUF bytes written as one.
 * @cores 2
 */
#include <limits.h>
#include <sys/ioctl.h>
#include "test.h"

#define WRITERS 4
#define RECORDS 300

static int ends[2];

static size_t fill(void)
{
	static char bytes[4096];
	size_t total = 0;
	ssize_t n;

	while ((n = write(ends[1], bytes, sizeof(bytes))) > 0)
		total += (size_t)n;
	CHECK_EQ(errno, EAGAIN);
	return total;
}

static void check_capacity(void)
{
	static char bytes[1 << 20];
	int available;

	CHECK_EQ(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
	CHECK_ERRNO(read(ends[0], bytes, 1), EAGAIN);
	CHECK_EQ(fcntl(ends[0], F_GETPIPE_SZ), 65536);
	CHECK_EQ(fill(), 65536);
	CHECK_EQ(ioctl(ends[0], FIONREAD, &available), 0);
	CHECK_EQ(available, 65536);
	CHECK_EQ(read(ends[0], bytes, 4096), 4096);
	CHECK_EQ(write(ends[1], bytes, 4096), 4096);
	CHECK_EQ(read(ends[0], bytes, 100), 100);
	CHECK_ERRNO(write(ends[1], bytes, PIPE_BUF), EAGAIN); /* not even a part of it */
	CHECK_EQ(fcntl(ends[1], F_SETPIPE_SZ, 1 << 18), 1 << 18);
	CHECK_EQ(fcntl(ends[0], F_GETPIPE_SZ), 1 << 18);
	CHECK_OP(fill(), >=, (1 << 18) - 65536 - 4096);
	CHECK_ERRNO(fcntl(ends[1], F_SETPIPE_SZ, 4096), EBUSY);
	CHECK_OP(read(ends[0], bytes, sizeof(bytes)), >, 65536);
	CHECK_EQ(ioctl(ends[0], FIONREAD, &available), 0);
	CHECK_EQ(available, 0);
	close(ends[0]);
	close(ends[1]);
}

static void *write_records(void *argument)
{
	char record[PIPE_BUF];
	int i;

	memset(record, (int)(long)argument, sizeof(record));
	for (i = 0; i < RECORDS; i++)
		CHECK_EQ(write(ends[1], record, sizeof(record)), sizeof(record));
	return NULL;
}

/* Records of several writers are never mixed, whatever the reader's sizes. */
static void check_atomicity(void)
{
	pthread_t threads[WRITERS];
	size_t total = 0, n;
	int kind = 0;
	long i;

	CHECK_EQ(pipe(ends), 0);
	for (i = 0; i < WRITERS; i++)
		threads[i] = test_thread(write_records, (void *)(i + 'a'));
	while (total < (size_t)WRITERS * RECORDS * PIPE_BUF) {
		char bytes[1500];
		size_t j;

		n = (size_t)OK(read(ends[0], bytes, sizeof(bytes)));
		CHECK_OP(n, >, 0);
		for (j = 0; j < n; j++, total++) {
			if (total % PIPE_BUF == 0)
				kind = bytes[j];
			CHECK_EQ(bytes[j], kind);
		}
	}
	for (i = 0; i < WRITERS; i++)
		test_join(threads[i]);
}

int main(void)
{
	check_capacity();
	check_atomicity();
	return 0;
}
