/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads create, write, read back, rename and remove files in one folder at once, append to one log, and share one
 * descriptor's offset: no byte is lost or doubled.
 * @folders tmp root share
 * @cores 4
 * @timeout 60
 */
#include "test.h"

#define THREADS 4
#define ROUNDS  60
#define RECORD  64

static int log_fd, shared_fd;

static void own_files(long index)
{
	char name[64], other[64], bytes[3000];
	int round, i, fd;

	for (round = 0; round < ROUNDS; round++) {
		snprintf(name, sizeof(name), "file-%ld-%d", index, round);
		snprintf(other, sizeof(other), "renamed-%ld-%d", index, round);
		memset(bytes, (int)(index * 16 + round % 16), sizeof(bytes));
		test_write_file(name, bytes, sizeof(bytes));
		CHECK_EQ(rename(name, other), 0);
		memset(bytes, 0, sizeof(bytes));
		fd = OK(open(other, O_RDONLY));
		CHECK_EQ(read(fd, bytes, sizeof(bytes)), sizeof(bytes));
		for (i = 0; i < (int)sizeof(bytes); i++)
			CHECK_EQ(bytes[i], (char)(index * 16 + round % 16));
		close(fd);
		CHECK_EQ(unlink(other), 0);
	}
}

static void *body(void *argument)
{
	char record[RECORD];
	int i;

	own_files((long)argument);
	memset(record, 'A' + (int)(long)argument, sizeof(record));
	record[RECORD - 1] = '\n';
	for (i = 0; i < ROUNDS; i++) {
		CHECK_EQ(write(log_fd, record, RECORD), RECORD);
		CHECK_EQ(write(shared_fd, record, RECORD), RECORD);
	}
	return NULL;
}

static void check_records(const char *path)
{
	char *text = test_read_file(path);
	int counts[THREADS] = {0}, i, j;

	CHECK_EQ(strlen(text), THREADS * ROUNDS * RECORD);
	for (i = 0; i < THREADS * ROUNDS; i++) {
		for (j = 1; j < RECORD - 1; j++)
			CHECK_EQ(text[i * RECORD + j], text[i * RECORD]);
		counts[text[i * RECORD] - 'A']++;
	}
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(counts[i], ROUNDS);
	free(text);
}

int main(int argc, char **argv)
{
	pthread_t threads[THREADS];
	long i;

	test_enter_folder(argc, argv);
	log_fd = OK(open("log", O_WRONLY | O_CREAT | O_APPEND, 0600));
	shared_fd = OK(open("shared", O_WRONLY | O_CREAT, 0600));
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	check_records("log");
	check_records("shared");
	return 0;
}
