/* SPDX-License-Identifier: BSD-3-Clause */
/* Scheduling: turns, cores, policies. */
#include "port.h"
#include <sched.h>

int sched_yield(void)
{
	return port_result(port_call(SYS_sched_yield));
}

int sched_getcpu(void)
{
	unsigned int core;
	if (port_result(port_call(SYS_getcpu, &core, NULL, NULL)) < 0)
		return -1;
	return (int)core;
}

/* The kernel writes only as many bytes as it has cores for, and tells how many. */
int sched_getaffinity(pid_t thread, size_t size, cpu_set_t *cores)
{
	long written = port_result(port_call(SYS_sched_getaffinity, thread, size, cores));
	if (written < 0)
		return -1;
	for (size_t i = written; i < size; i++)
		((char *)cores)[i] = 0;
	return 0;
}

int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *cores)
{
	return port_result(port_call(SYS_sched_setaffinity, thread, size, cores));
}

int sched_setparam(pid_t thread, const struct sched_param *parameter)
{
	return port_result(port_call(SYS_sched_setparam, thread, parameter));
}

int sched_getparam(pid_t thread, struct sched_param *parameter)
{
	return port_result(port_call(SYS_sched_getparam, thread, parameter));
}

int sched_setscheduler(pid_t thread, int policy, const struct sched_param *parameter)
{
	return port_result(port_call(SYS_sched_setscheduler, thread, policy, parameter));
}

int sched_getscheduler(pid_t thread)
{
	return port_result(port_call(SYS_sched_getscheduler, thread));
}

int sched_get_priority_max(int policy)
{
	return port_result(port_call(SYS_sched_get_priority_max, policy));
}

int sched_get_priority_min(int policy)
{
	return port_result(port_call(SYS_sched_get_priority_min, policy));
}

int sched_rr_get_interval(pid_t thread, struct timespec *interval)
{
	return port_result(port_call(SYS_sched_rr_get_interval, thread, interval));
}
