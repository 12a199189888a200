/* SPDX-License-Identifier: BSD-3-Clause */
#include "child.h"

#include "signals.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILD_KILL_MS 5000     /* for a killed child to be gone, with all its memory */
#define CHILD_POLL_NS 1000000L /* between two looks at a child that is expected to end now */

void child_keep(struct child_setup *setup, int fd)
{
	assert(setup->keep_count < CHILD_KEEP_MAX);
	setup->keep[setup->keep_count++] = fd;
}

static int child_bind_cpus(const struct cpulist *cpus)
{
	cpu_set_t *set = CPU_ALLOC(CPULIST_MAX);
	size_t size = CPU_ALLOC_SIZE(CPULIST_MAX);
	if (!set)
		return -ENOMEM;
	CPU_ZERO_S(size, set);
	for (int cpu = cpulist_next(cpus, 0); cpu >= 0; cpu = cpulist_next(cpus, (unsigned)cpu + 1))
		CPU_SET_S((size_t)cpu, size, set);
	int status = sched_setaffinity(0, size, set) < 0 ? -errno : 0;
	CPU_FREE(set);
	return status;
}

/* The policy is inherited through exec and by all threads. */
static int child_bind_memory(unsigned node)
{
	unsigned long mask[1024 / (8 * sizeof(long))] = {0};
	mask[node / (8 * sizeof(long))] = 1ul << node % (8 * sizeof(long));
	return syscall(SYS_set_mempolicy, MPOL_BIND, mask, sizeof(mask) * 8) < 0 ? -errno : 0;
}

/* Descriptors 0 to 2 are taken since the proxy began, so none of the kept ones is among them. */
static int child_arrange_descriptors(const struct child_setup *setup)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0 || dup2(null, 0) < 0 || dup2(setup->output_fd, 1) < 0 || dup2(setup->output_fd, 2) < 0)
		return -errno;
	/* What the proxy's own parent left open is not for QEMU. Before Linux 5.11 it is inherited, as by any child. */
	syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC);
	for (size_t i = 0; i < setup->keep_count; i++)
		if (fcntl(setup->keep[i], F_SETFD, 0) < 0)
			return -errno;
	return 0;
}

static int child_become(const struct child_setup *setup, pid_t parent)
{
	int status;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return -errno;
	if (getppid() != parent)
		_exit(0); /* the proxy died before the line above took effect */
	setsid();
	if (setup->cpus && (status = child_bind_cpus(setup->cpus)) < 0)
		return status;
	if (setup->node >= 0 && (status = child_bind_memory((unsigned)setup->node)) < 0)
		return status;
	status = child_arrange_descriptors(setup);
	if (status < 0)
		return status;
	if (setup->folder && chdir(setup->folder) < 0)
		return -errno;
	if (setup->confine && (status = setup->confine()) < 0)
		return status;
	signals_restore();
	execv(setup->path, setup->arguments);
	return -errno;
}

pid_t child_start(const struct child_setup *setup)
{
	int report[2], status = 0;
	pid_t parent = getpid();
	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	pid_t child = fork();
	if (child == 0) {
		status = child_become(setup, parent);
		_exit(write(report[1], &status, sizeof(status)) == sizeof(status) ? 127 : 126);
	}
	if (child < 0)
		status = -errno;
	close(report[1]);
	/* exec closes the pipe: nothing to read means that it worked. */
	if (child > 0 && read(report[0], &status, sizeof(status)) == sizeof(status))
		waitpid(child, NULL, 0);
	close(report[0]);
	return status < 0 ? status : child;
}

void child_kill(pid_t child)
{
	kill(child, SIGKILL);
}

static bool child_poll(pid_t child, int limit_ms, int *status)
{
	for (int64_t waited = 0;; waited += CHILD_POLL_NS) {
		if (waitpid(child, status, WNOHANG) != 0)
			return true;
		if (waited >= (int64_t)limit_ms * 1000000)
			return false;
		nanosleep(&(struct timespec){.tv_nsec = CHILD_POLL_NS}, NULL);
	}
}

int child_wait(pid_t child, int limit_ms)
{
	int status = 0;
	if (child_poll(child, limit_ms, &status))
		return status;
	child_kill(child);
	/* Where the host's kernel does not let go of it, init will reap it one day. */
	child_poll(child, CHILD_KILL_MS, &status);
	return status;
}
