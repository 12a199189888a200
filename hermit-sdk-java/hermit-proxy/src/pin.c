/* SPDX-License-Identifier: BSD-3-Clause */
#include "pin.h"

#include "memory.h"
#include "qmp.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define PIN_LIMIT_MS 10000

static int pin_thread(pid_t thread, unsigned cpu)
{
	cpu_set_t *set = CPU_ALLOC(CPULIST_MAX);
	size_t size = CPU_ALLOC_SIZE(CPULIST_MAX);
	if (!set)
		return -ENOMEM;
	CPU_ZERO_S(size, set);
	CPU_SET_S((size_t)cpu, size, set);
	int status = sched_setaffinity(thread, size, set) < 0 ? -errno : 0;
	CPU_FREE(set);
	return status;
}

char *pin_cpus(int qmp_fd, const struct cpulist *cpus)
{
	pid_t *threads = memory_resize(NULL, cpus->count * sizeof(pid_t));
	int status = qmp_find_cpu_threads(qmp_fd, threads, cpus->count, PIN_LIMIT_MS);
	int cpu = cpulist_next(cpus, 0);
	for (size_t i = 0; i < cpus->count && status == 0; i++) {
		status = pin_thread(threads[i], (unsigned)cpu);
		if (status < 0)
			break;
		cpu = cpulist_next(cpus, (unsigned)cpu + 1);
	}
	free(threads);
	if (status == 0 || status == -EPIPE || status == -ESRCH)
		return NULL;
	return memory_format("the virtual CPUs cannot be pinned: %s", strerror(-status));
}
