/* SPDX-License-Identifier: BSD-3-Clause */
/* Vector state of a thread, as generic code sees it. */
#ifndef ARCH_FPU_H
#define ARCH_FPU_H

struct thread;

/** A fresh area in initial state; NULL when memory is short. */
void *fpu_alloc(void);
void fpu_free(void *area);
/** The child begins with the state that the calling thread has. */
void fpu_copy_current(struct thread *child);

#endif
