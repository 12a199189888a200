/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A thread. The structure is the thread control block too: FS points to it, thread-local storage lies right below
 * (x86-64 ABI, ELF TLS variant II), the stack below that, and a guard below all.
 */
#ifndef HERMIT_THREAD_H
#define HERMIT_THREAD_H

#include "../port.h"
#include <pthread.h>
#include <stdbool.h>

struct __hermit_thread {
	struct __hermit_thread *self; /* FS:0, as the ABI wants it */
	void *reserved[4];
	uintptr_t canary; /* FS:28H, where compilers expect the stack protector's word */

	unsigned int tid;    /* kernel's number; the kernel clears it, and wakes it, when the thread is gone for good */
	unsigned int number; /* the same, but kept */
	unsigned int state;  /* enum thread_state */
	bool own_stack;      /* the program gave the stack */
	bool cancel_disabled;
	bool cancel_async;
	bool exiting;
	bool cancel_hit;            /* the signal of pthread_cancel came while that was disabled */
	unsigned int cancel_wanted; /* set by pthread_cancel */
	unsigned int read_locks;    /* reader-writer locks held for reading */

	void *(*run)(void *);
	void *argument;
	void *result;
	struct _pthread_cleanup_context *cleanup; /* innermost first */
	struct cxx_destructor *destructors;       /* of C++ variables, latest first */

	char *region; /* guard, stack, thread-local storage and this structure, in one mapping */
	size_t region_size;
	size_t guard_size;
	struct __hermit_thread *next; /* in the list of regions to use again */
	cpu_set_t cores;              /* where it shall run, if cores_size is not 0 */
	size_t cores_size;

	struct thread_value {
		void *value;
		unsigned int generation; /* of the key when it was set */
	} values[PTHREAD_KEYS_MAX];
};

enum thread_state {
	THREAD_JOINABLE,
	THREAD_DETACHED,
	THREAD_EXITED, /* joinable, and its result is there */
};

#define SIGNAL_CANCEL 32

static inline struct __hermit_thread *thread_self(void)
{
	struct __hermit_thread *self;
	__asm__("mov %%fs:0, %0" : "=r"(self));
	return self;
}

static inline bool mutex_is_mine(pthread_mutex_t *mutex)
{
	return __atomic_load_n(&mutex->__owner, __ATOMIC_RELAXED) == (int)thread_self()->number;
}

/* tls.c */

/** Bytes from the start of the thread-local storage to the end of struct __hermit_thread, and the alignment of that. */
size_t __hermit_tls_size(void);
size_t __hermit_tls_align(void);

/** Lays out a thread whose memory ends at `end`; returns it, zeroed but for its first fields. */
struct __hermit_thread *__hermit_tls_make(char *end);

/** Sets the word that guards stacks from 16 random bytes of the kernel, before the first thread is made. */
void __hermit_tls_seed(const unsigned char *random);

/* thread_stack.c */

/** A thread with a stack, from the list of used ones or freshly mapped; NULL without memory. */
struct __hermit_thread *__hermit_stack_get(size_t stack_size, size_t guard_size);

/** Give it back. The thread may still be about to end: its memory is not touched before its tid is 0. */
void __hermit_stack_put(struct __hermit_thread *thread);

/* thread_key.c */

/** Runs the destructors of the calling thread's values. */
void __hermit_key_destroy_values(struct __hermit_thread *self);

/* cxx_thread.c */

/** Runs the destructors of the calling thread's C++ variables. */
void __hermit_thread_destruct(void);

/* thread_cancel.c */

/** Ends the calling thread as cancelled. */
_Noreturn void __hermit_cancel_now(void);

/* clone.S */

/** clone(2): the child begins in __hermit_thread_begin with `stack` as its stack, whose first word is its argument. */
int64_t __hermit_clone(uint64_t flags, void *stack, unsigned int *parent_tid, unsigned int *child_tid, void *tls);
_Noreturn void __hermit_thread_begin(struct __hermit_thread *self);

/* Waiting, with a deadline on one of newlib's clocks or NULL for none. 0, or an error number: ETIMEDOUT, EINVAL; EAGAIN
 * and EINTR are not told apart from having been woken. */
int __hermit_wait_until(
	unsigned int *word, unsigned int value, int kernel_clock, const struct timespec *deadline, bool cancellable);

#endif
