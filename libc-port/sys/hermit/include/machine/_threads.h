/* SPDX-License-Identifier: BSD-3-Clause */
/* Types of C11 threads: those of pthreads. */
#ifndef HERMIT_MACHINE_THREADS_H
#define HERMIT_MACHINE_THREADS_H

#include <sys/cdefs.h>
#include <sys/types.h>

typedef pthread_cond_t cnd_t;
typedef pthread_mutex_t mtx_t;
typedef pthread_once_t once_flag;
typedef pthread_t thrd_t;
typedef pthread_key_t tss_t;

#define ONCE_FLAG_INIT      _PTHREAD_ONCE_INIT
#define TSS_DTOR_ITERATIONS 4

#endif
