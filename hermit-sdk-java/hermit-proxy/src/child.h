/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A child process that never outlives the proxy: the kernel kills it when the proxy ends, however that happens
 * (PR_SET_PDEATHSIG). It has a session of its own, so ^C on the terminal reaches the proxy alone.
 */
#ifndef PROXY_CHILD_H
#define PROXY_CHILD_H

#include "cpulist.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define CHILD_KEEP_MAX 16u

struct child_setup {
	const char *path; /* of the executable */
	char **arguments;
	int output_fd;            /* its stdout and stderr; stdin is /dev/null */
	int keep[CHILD_KEEP_MAX]; /* descriptors that it inherits under the same numbers */
	size_t keep_count;
	int node;                   /* host NUMA node that its memory comes from; -1: any */
	const struct cpulist *cpus; /* host CPUs that it may use; NULL: as the proxy */
	const char *folder;         /* its working folder; NULL: as the proxy */
	int (*confine)(void);       /* called last before exec; 0 or a negative errno; NULL: nothing to do */
};

void child_keep(struct child_setup *setup, int fd);

/** Starts it and returns its pid once exec has worked; else a negative errno. */
pid_t child_start(const struct child_setup *setup);

/** SIGKILL, without waiting. */
void child_kill(pid_t child);

/** Waits for its end, and kills it where that takes longer than limit_ms; returns the status as of waitpid. */
int child_wait(pid_t child, int limit_ms);

#endif
