/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A pipe carries bytes in order between threads, ends with EOF when the last writer closes, and says EPIPE to a writer
 * without reader.
 * @cores 2
 */
#include "test.h"

#define TOTAL (4 << 20)

static int ends[2];

static void *writer(void *argument TEST_UNUSED)
{
	static uint8_t chunk[10007];
	uint64_t sent = 0, i;
	ssize_t n;

	while (sent < TOTAL) {
		for (i = 0; i < sizeof(chunk); i++)
			chunk[i] = (uint8_t)((sent + i) * 31 >> 3);
		n = OK(write(ends[1], chunk, sizeof(chunk) < TOTAL - sent ? sizeof(chunk) : TOTAL - sent));
		sent += (uint64_t)n;
	}
	CHECK_EQ(close(ends[1]), 0);
	return NULL;
}

static void check_stream(void)
{
	uint8_t buffer[7001];
	uint64_t got = 0;
	pthread_t thread;
	ssize_t n, i;

	CHECK_EQ(pipe(ends), 0);
	thread = test_thread(writer, NULL);
	while ((n = OK(read(ends[0], buffer, sizeof(buffer)))) > 0)
		for (i = 0; i < n; i++, got++)
			CHECK_EQ(buffer[i], (uint8_t)(got * 31 >> 3));
	CHECK_EQ(got, TOTAL);
	test_join(thread);
	CHECK_EQ(read(ends[0], buffer, 1), 0);
	CHECK_EQ(close(ends[0]), 0);
}

static void check_errors(void)
{
	char byte = 0;

	CHECK_EQ(pipe(ends), 0);
	CHECK_ERRNO(write(ends[0], &byte, 1), EBADF);
	CHECK_ERRNO(read(ends[1], &byte, 1), EBADF);
	CHECK_ERRNO(lseek(ends[0], 0, SEEK_SET), ESPIPE);
	CHECK_ERRNO(pread(ends[0], &byte, 1, 0), ESPIPE);
	CHECK_EQ(close(ends[0]), 0);
	signal(SIGPIPE, SIG_IGN);
	CHECK_ERRNO(write(ends[1], &byte, 1), EPIPE);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_ERRNO(pipe2(ends, 0x7), EINVAL);
	CHECK_ERRNO(syscall(SYS_pipe, BAD_POINTER), EFAULT);
}

int main(void)
{
	check_stream();
	check_errors();
	return 0;
}
