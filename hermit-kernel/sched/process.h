/* SPDX-License-Identifier: BSD-3-Clause */
/* The process: there is one. What its threads share. */
#ifndef SCHED_PROCESS_H
#define SCHED_PROCESS_H

#include "lib/list.h"
#include "sched/signal.h"
#include "sync/mutex.h"

struct dentry;
struct thread;

struct process {
	int32_t pid; /* that of the proxy on the host, so that files named by it have one owner; set before the first
			thread */

	struct spinlock threads_lock;
	struct list threads; /* struct thread.process_link */
	uint32_t thread_count;
	uint32_t thread_peak;

	struct process_signals signals;

	uint32_t uid, gid, umask;

	struct spinlock cwd_lock;
	struct dentry *cwd; /* a reference */
	struct dentry *exe; /* the program's executable, a reference */

	/* for /proc/self: addresses in program memory, set by exec */
	uint64_t arg_start, arg_end, env_start, env_end, auxv_start, auxv_size;
	uint64_t start_ns;
	uint64_t cpu_ns_dead; /* CPU time of threads that ended */

	_Atomic bool exiting;
	_Atomic uint32_t exit_status; /* low byte: status; second byte: signal */
};

extern struct process process;

/** End the program: all threads stop, the isle ends. exit_group(2) or, with `signal`, a fatal signal. */
_Noreturn void process_exit(int status, int signal);

#endif
