/* SPDX-License-Identifier: BSD-3-Clause */
/* New threads of the program. */
#ifndef SCHED_CLONE_H
#define SCHED_CLONE_H

#include "lib/types.h"

/** What clone(2) and clone3(2) have in common; `flags` are checked already. */
struct thread_clone_args {
	uint64_t flags;      /* CLONE_* */
	uint64_t stack;      /* the child's stack pointer; 0: the caller's */
	uint64_t tls;        /* CLONE_SETTLS */
	uint64_t parent_tid; /* CLONE_PARENT_SETTID */
	uint64_t child_tid;  /* CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID */
};

/** A thread that returns 0 from the same system call with the caller's registers. Its id, or -EAGAIN: memory is short.
 */
long thread_clone(const struct thread_clone_args *args);

#endif
