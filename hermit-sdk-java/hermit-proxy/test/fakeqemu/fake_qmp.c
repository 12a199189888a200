/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers the two commands that the proxy asks over QMP; the "virtual CPUs" are threads that sleep. */
#include "fake.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *fake_cpu(void *place)
{
	__atomic_store_n((int *)place, (int)syscall(SYS_gettid), __ATOMIC_RELEASE);
	for (;;)
		pause();
	return NULL;
}

static int fake_start_cpu(void)
{
	static int ids[256], used;
	pthread_t thread;
	int *place = &ids[used++];
	if (pthread_create(&thread, NULL, fake_cpu, place))
		_exit(72);
	while (!__atomic_load_n(place, __ATOMIC_ACQUIRE))
		usleep(100);
	return *place;
}

static void fake_qmp_answer(FILE *qmp, int cpus)
{
	fprintf(qmp, "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"RESUME\"}\r\n{\"return\": [");
	for (int i = 0; i < cpus; i++)
		fprintf(qmp, "%s{\"thread-id\": %d, \"props\": {\"core-id\": 0, \"socket-id\": %d}, \"cpu-index\": %d}",
			i ? ", " : "", fake_start_cpu(), i, i);
	fprintf(qmp, "]}\r\n");
	fflush(qmp);
}

static void *fake_qmp_thread(void *argument)
{
	struct fake *fake = argument;
	char line[1024];
	const char *smp = fake_argument(fake, "-smp", 0);
	FILE *in = fdopen(fake->qmp_fd, "r"), *out = fdopen(dup(fake->qmp_fd), "w");
	fprintf(out, "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}\r\n");
	fflush(out);
	while (fgets(line, sizeof(line), in)) {
		if (strstr(line, "query-cpus-fast"))
			fake_qmp_answer(out, smp ? atoi(smp) : 1);
		else
			fprintf(out, "{\"return\": {}}\r\n");
		fflush(out);
	}
	return NULL;
}

void fake_serve_qmp(struct fake *fake)
{
	pthread_t thread;
	if (fake->qmp_fd >= 0 && pthread_create(&thread, NULL, fake_qmp_thread, fake))
		_exit(72);
}
