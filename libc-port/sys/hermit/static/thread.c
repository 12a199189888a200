/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of a thread. JOINABLE → EXITED when it ends, → DETACHED by pthread_detach; whoever makes the second of
 * the two changes gives its memory back: the joiner, pthread_detach, or the thread itself at its end.
 */
#include "thread.h"
#include <reent.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define CLONE_VM             0x00000100
#define CLONE_FS             0x00000200
#define CLONE_FILES          0x00000400
#define CLONE_SIGHAND        0x00000800
#define CLONE_THREAD         0x00010000
#define CLONE_SYSVSEM        0x00040000
#define CLONE_SETTLS         0x00080000
#define CLONE_PARENT_SETTID  0x00100000
#define CLONE_CHILD_CLEARTID 0x00200000
#define CLONE_OF_THREADS                                                                                               \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |             \
		CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static unsigned int threads = 1; /* alive; the process ends with the last one */

/* stdio's tables, if the program has any: exit() looks into the first thread's state only, so that must know them. */
extern void __sinit(struct _reent *reent) __attribute__((weak));

pthread_t pthread_self(void)
{
	return thread_self();
}

int pthread_equal(pthread_t a, pthread_t b)
{
	return a == b;
}

_Noreturn void __hermit_thread_begin(struct __hermit_thread *self)
{
	self->number = self->tid;
	if (self->cores_size > 0)
		port_call(SYS_sched_setaffinity, 0, self->cores_size, &self->cores);
	pthread_exit(self->run(self->argument));
}

/* A thread within memory that the program gave. */
static struct __hermit_thread *thread_make_within(char *stack, size_t size)
{
	if (size < PTHREAD_STACK_MIN + __hermit_tls_size() + __hermit_tls_align())
		return NULL;
	struct __hermit_thread *thread = __hermit_tls_make(stack + size);
	thread->own_stack = true;
	return thread;
}

static struct __hermit_thread *thread_make(const pthread_attr_t *attributes)
{
	struct __hermit_thread *thread;
	if (attributes->stackaddr)
		thread = thread_make_within(attributes->stackaddr, attributes->stacksize);
	else
		thread = __hermit_stack_get(attributes->stacksize, attributes->guardsize);
	if (thread == NULL)
		return NULL;
	thread->state = attributes->detachstate == PTHREAD_CREATE_DETACHED ? THREAD_DETACHED : THREAD_JOINABLE;
	thread->cores = attributes->cpuset;
	thread->cores_size = attributes->cpusetsize;
	return thread;
}

/* The stack's first word is the argument of __hermit_thread_begin; above it lies thread-local storage. */
static int64_t thread_clone(struct __hermit_thread *thread)
{
	uintptr_t top = ((uintptr_t)thread + sizeof(*thread) - __hermit_tls_size() - __hermit_tls_align()) & ~15UL;
	uintptr_t *stack = (uintptr_t *)top;
	*--stack = 0;
	*--stack = 0;
	*--stack = (uintptr_t)thread;
	return __hermit_clone(CLONE_OF_THREADS, stack, &thread->tid, &thread->tid, thread);
}

int pthread_create(pthread_t *made, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
	pthread_attr_t usual;
	if (attributes == NULL) {
		pthread_attr_init(&usual);
		attributes = &usual;
	}
	if (__sinit)
		__sinit(_GLOBAL_REENT);
	struct __hermit_thread *thread = thread_make(attributes);
	if (thread == NULL)
		return EAGAIN;
	thread->run = run;
	thread->argument = argument;
	__atomic_add_fetch(&threads, 1, __ATOMIC_RELAXED);
	*made = thread; /* before it runs: it may look there */
	int64_t answer = thread_clone(thread);
	if (answer >= 0)
		return 0;
	__atomic_sub_fetch(&threads, 1, __ATOMIC_RELAXED);
	__hermit_stack_put(thread);
	return answer == -ENOMEM ? EAGAIN : (int)-answer;
}

static void thread_run_cleanups(struct __hermit_thread *self)
{
	while (self->cleanup) {
		struct _pthread_cleanup_context *context = self->cleanup;
		self->cleanup = context->_previous;
		context->_routine(context->_arg);
	}
}

/* From here on no signal finds the thread: its memory may get another owner as soon as the kernel has cleared tid. */
static _Noreturn void thread_leave(struct __hermit_thread *self)
{
	uint64_t all = ~0UL;
	port_call(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
	if (__atomic_exchange_n(&self->state, THREAD_EXITED, __ATOMIC_ACQ_REL) == THREAD_DETACHED)
		__hermit_stack_put(self);
	for (;;)
		port_call(SYS_exit, 0);
}

void pthread_exit(void *result)
{
	struct __hermit_thread *self = thread_self();
	self->cancel_disabled = true;
	self->exiting = true;
	self->result = result;
	thread_run_cleanups(self);
	__hermit_thread_destruct();
	__hermit_key_destroy_values(self);
	if (__atomic_sub_fetch(&threads, 1, __ATOMIC_ACQ_REL) == 0)
		exit(0);
	__hermit_reent_release();
	thread_leave(self);
}

/* A cancelled joiner leaves the other thread joinable. */
int pthread_join(pthread_t thread, void **result)
{
	if (thread == thread_self())
		return EDEADLK;
	if (__atomic_load_n(&thread->state, __ATOMIC_ACQUIRE) == THREAD_DETACHED)
		return EINVAL;
	pthread_testcancel();
	unsigned int tid;
	while ((tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) != 0)
		port_block(SYS_futex, &thread->tid, PORT_FUTEX_WAIT, tid);
	if (result)
		*result = thread->result;
	__hermit_stack_put(thread);
	return 0;
}

int pthread_detach(pthread_t thread)
{
	unsigned int expected = THREAD_JOINABLE;
	if (__atomic_compare_exchange_n(
		    &thread->state, &expected, THREAD_DETACHED, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return 0;
	if (expected == THREAD_DETACHED)
		return EINVAL;
	__hermit_stack_put(thread);
	return 0;
}

void pthread_yield(void)
{
	sched_yield();
}

/* There is one process, which is never copied: handlers of fork() are never called. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
	(void)prepare, (void)parent, (void)child;
	return 0;
}
