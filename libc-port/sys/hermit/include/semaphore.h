/* SPDX-License-Identifier: BSD-3-Clause */
/* POSIX semaphores. Those with names are refused with ENOSYS: they are for several processes. */
#ifndef HERMIT_SEMAPHORE_H
#define HERMIT_SEMAPHORE_H

#include <sys/_timespec.h>
#include <sys/cdefs.h>

typedef struct {
	unsigned int __value;
	unsigned int __waiters;
} __attribute__((aligned(8))) sem_t; /* changed as one 64-bit word */

#define SEM_VALUE_MAX 0x7fffffff
#define SEM_FAILED    ((sem_t *)0)

__BEGIN_DECLS
int sem_init(sem_t *semaphore, int shared, unsigned int value);
int sem_destroy(sem_t *semaphore);
int sem_post(sem_t *semaphore);
int sem_wait(sem_t *semaphore);
int sem_trywait(sem_t *semaphore);
int sem_timedwait(sem_t *__restrict semaphore, const struct timespec *__restrict deadline);
int sem_getvalue(sem_t *__restrict semaphore, int *__restrict value);
sem_t *sem_open(const char *name, int flags, ...);
int sem_close(sem_t *semaphore);
int sem_unlink(const char *name);
__END_DECLS

#endif
