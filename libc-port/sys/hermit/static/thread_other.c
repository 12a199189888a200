/* SPDX-License-Identifier: BSD-3-Clause */
/* What one thread does with another: signals, cores, names, clocks. */
#include "thread.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME_BYTES 16 /* with the NUL, as the kernel has it */

static int thread_tid(pthread_t thread)
{
	return (int)__atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE);
}

int pthread_kill(pthread_t thread, int number)
{
	int tid = thread_tid(thread);
	return tid ? (int)-port_call(SYS_tgkill, getpid(), tid, number) : ESRCH;
}

int pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *cores)
{
	int tid = thread_tid(thread);
	return tid ? (int)-port_call(SYS_sched_setaffinity, tid, size, cores) : ESRCH;
}

int pthread_getaffinity_np(const pthread_t thread, size_t size, cpu_set_t *cores)
{
	int tid = thread_tid(thread);
	if (tid == 0)
		return ESRCH;
	return sched_getaffinity(tid, size, cores) < 0 ? errno : 0;
}

static int name_open(pthread_t thread, int flags)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", thread_tid(thread));
	return open(path, flags | O_CLOEXEC);
}

int pthread_setname_np(pthread_t thread, const char *name)
{
	size_t length = strlen(name);
	if (length >= NAME_BYTES)
		return ERANGE;
	if (thread == thread_self())
		return (int)-port_call(SYS_prctl, 15, name); /* PR_SET_NAME */
	int fd = name_open(thread, O_WRONLY);
	if (fd < 0)
		return errno;
	int failure = write(fd, name, length) == (ssize_t)length ? 0 : errno;
	close(fd);
	return failure;
}

int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
	if (size < NAME_BYTES)
		return ERANGE;
	if (thread == thread_self())
		return (int)-port_call(SYS_prctl, 16, name); /* PR_GET_NAME */
	int fd = name_open(thread, O_RDONLY);
	if (fd < 0)
		return errno;
	ssize_t length = read(fd, name, NAME_BYTES - 1);
	int failure = length < 0 ? errno : 0;
	close(fd);
	if (failure == 0)
		name[length > 0 && name[length - 1] == '\n' ? length - 1 : length] = '\0';
	return failure;
}
