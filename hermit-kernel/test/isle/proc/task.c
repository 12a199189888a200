/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/self/task lists every thread, with its own stat, status and comm, and forgets it when it has ended.
 * @cores 2
 */
#include <dirent.h>
#include "test.h"

#define THREADS 7

static volatile int stop;
static pid_t ids[THREADS];
static pthread_barrier_t started;

static void *body(void *argument)
{
	ids[(long)argument] = test_gettid();
	pthread_setname_np(pthread_self(), "worker");
	pthread_barrier_wait(&started);
	while (!stop)
		test_sleep_ms(1);
	return NULL;
}

static int count_tasks(void)
{
	DIR *folder = opendir("/proc/self/task");
	struct dirent *entry;
	int count = 0, i;

	CHECK(folder != NULL);
	while ((entry = readdir(folder))) {
		int id = atoi(entry->d_name);

		if (id == 0)
			continue;
		count++;
		for (i = 0; i < THREADS && ids[i] != id; i++)
			;
		CHECK(i < THREADS || id == getpid());
	}
	CHECK_EQ(closedir(folder), 0);
	return count;
}

static void check_files(pid_t id)
{
	char path[64], *text;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", id);
	text = test_read_file(path);
	CHECK_EQ(atoi(text), id);
	CHECK(strstr(text, "(worker)") != NULL);
	free(text);
	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", id);
	text = test_read_file(path);
	CHECK_STR(text, "worker\n");
	free(text);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/status", getpid(), id);
	text = test_read_file(path);
	CHECK(strstr(text, "Threads:\t8\n") != NULL);
	free(text);
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	CHECK_EQ(pthread_barrier_init(&started, NULL, THREADS + 1), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	pthread_barrier_wait(&started);
	CHECK_EQ(count_tasks(), THREADS + 1);
	for (i = 0; i < THREADS; i++)
		check_files(ids[i]);
	stop = 1;
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	while (count_tasks() > 1) /* a joined thread may still be on its last steps in the kernel */
		sched_yield();
	return 0;
}
