/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sched_setaffinity moves a thread for real: after the call, getcpu names a CPU of the set, for oneself and for others,
 * running or asleep; threads inherit the set; errors.
 * @cores 4
 */
#include "test.h"

static volatile int stop, cpu_seen, tid;

static int current_cpu(void)
{
	unsigned cpu, node;

	CHECK_EQ(syscall(SYS_getcpu, &cpu, &node, NULL), 0);
	return (int)cpu;
}

static void *busy(void *argument TEST_UNUSED)
{
	tid = test_gettid();
	while (!stop) {
		cpu_seen = current_cpu();
		test_busy();
	}
	return NULL;
}

static void *check_inherited(void *argument)
{
	cpu_set_t set;

	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	CHECK_EQ(CPU_COUNT(&set), 1);
	CHECK(CPU_ISSET((int)(long)argument, &set));
	CHECK_EQ(current_cpu(), (long)argument);
	return NULL;
}

static void check_self(const int *cpus, int count)
{
	cpu_set_t set;
	int round, i;

	for (round = 0; round < 50; round++) {
		int cpu = cpus[round % count];

		test_bind(cpu);
		CHECK_EQ(current_cpu(), cpu);
		CHECK_EQ(sched_getcpu(), cpu);
		CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
		CHECK_EQ(CPU_COUNT(&set), 1);
		for (i = 0; i < 20; i++) {
			sched_yield();
			CHECK_EQ(current_cpu(), cpu);
		}
	}
	test_join(test_thread(check_inherited, (void *)(long)cpus[(round - 1) % count]));
}

static void check_other(const int *cpus, int count, const cpu_set_t *all)
{
	pthread_t thread;
	cpu_set_t set;
	int round, i;

	CHECK_EQ(sched_setaffinity(0, sizeof(*all), all), 0);
	thread = test_thread(busy, NULL);
	while (!tid)
		sched_yield();
	for (round = 0; round < 30; round++) {
		int cpu = cpus[round % count];

		CPU_ZERO(&set);
		CPU_SET(cpu, &set);
		CHECK_EQ(sched_setaffinity(tid, sizeof(set), &set), 0);
		while (cpu_seen != cpu)
			sched_yield();
		for (i = 0; i < 10; i++) {
			sched_yield();
			CHECK_EQ(cpu_seen, cpu);
		}
	}
	stop = 1;
	test_join(thread);
}

static void check_errors(const cpu_set_t *all)
{
	cpu_set_t set;
	long size;

	CPU_ZERO(&set);
	CHECK_ERRNO(sched_setaffinity(0, sizeof(set), &set), EINVAL);
	CPU_SET(CPU_SETSIZE - 1, &set); /* no such CPU */
	CHECK_ERRNO(sched_setaffinity(0, sizeof(set), &set), EINVAL);
	CHECK_ERRNO(sched_setaffinity(4000000, sizeof(set), all), ESRCH);
	CHECK_ERRNO(syscall(SYS_sched_getaffinity, 0, 7, &set), EINVAL);
	CHECK_ERRNO(syscall(SYS_sched_getaffinity, 4000000, sizeof(set), &set), ESRCH);
	size = OK(syscall(SYS_sched_getaffinity, 0, sizeof(set), &set));
	CHECK(size > 0 && size % 8 == 0);
	CPU_OR(&set, all, all);
	CPU_SET(CPU_SETSIZE - 1, &set); /* one that exists is enough */
	CHECK_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
}

int main(void)
{
	int cpus[CPU_SETSIZE], count = test_cpus(), i;
	cpu_set_t all;

	CHECK_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	for (i = 0; i < count; i++)
		cpus[i] = test_cpu(i);
	check_errors(&all);
	check_self(cpus, count);
	check_other(cpus, count, &all);
	return 0;
}
