/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What C++ without its standard library needs of a run-time library (Itanium C++ ABI, 3.2.6, 3.3.2, 5.1.4): the heap's
 * operators, guards of local statics, and what a call of a pure virtual function meets. Exceptions need
 * -fno-exceptions.
 */
#include "../port.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* The ABI gives 64 bits, of which compilers look at the first byte. */
struct cxx_guard {
	unsigned int done;
	unsigned int state; /* 0 nobody initialises, 1 somebody does, 2 and others wait */
};

void *cxx_new(size_t size) __asm__("_Znwm");
void *cxx_new_array(size_t size) __asm__("_Znam");
void cxx_delete(void *memory) __asm__("_ZdlPv");
void cxx_delete_array(void *memory) __asm__("_ZdaPv");
void cxx_delete_sized(void *memory, size_t size) __asm__("_ZdlPvm");
void cxx_delete_array_sized(void *memory, size_t size) __asm__("_ZdaPvm");
int __cxa_guard_acquire(struct cxx_guard *guard);
void __cxa_guard_release(struct cxx_guard *guard);
void __cxa_guard_abort(struct cxx_guard *guard);
_Noreturn void __cxa_pure_virtual(void);
_Noreturn void __cxa_deleted_virtual(void);

/* Without exceptions there is no way to tell of a lack of memory but this. */
void *cxx_new(size_t size)
{
	void *memory = malloc(size ? size : 1);
	if (memory == NULL) {
		fprintf(stderr, "operator new: no memory for %zu bytes\n", size);
		abort();
	}
	return memory;
}

void *cxx_new_array(size_t size)
{
	return cxx_new(size);
}

void cxx_delete(void *memory)
{
	free(memory);
}

void cxx_delete_array(void *memory)
{
	free(memory);
}

void cxx_delete_sized(void *memory, size_t size)
{
	(void)size;
	free(memory);
}

void cxx_delete_array_sized(void *memory, size_t size)
{
	(void)size;
	free(memory);
}

static void guard_leave(struct cxx_guard *guard)
{
	if (__atomic_exchange_n(&guard->state, 0, __ATOMIC_RELEASE) == 2)
		port_futex_wake(&guard->state, INT_MAX);
}

/* 1: the caller initialises, and calls one of the two below then. */
int __cxa_guard_acquire(struct cxx_guard *guard)
{
	for (;;) {
		unsigned int state = 0;
		if (__atomic_load_n(&guard->done, __ATOMIC_ACQUIRE) & 0xff)
			return 0;
		if (__atomic_compare_exchange_n(&guard->state, &state, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
			if (!(__atomic_load_n(&guard->done, __ATOMIC_ACQUIRE) & 0xff))
				return 1;
			guard_leave(guard);
			return 0;
		}
		if (state == 2 ||
			__atomic_compare_exchange_n(&guard->state, &state, 2, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			port_futex_wait(&guard->state, 2);
	}
}

void __cxa_guard_release(struct cxx_guard *guard)
{
	__atomic_store_n(&guard->done, 1, __ATOMIC_RELEASE);
	guard_leave(guard);
}

void __cxa_guard_abort(struct cxx_guard *guard)
{
	guard_leave(guard);
}

void __cxa_pure_virtual(void)
{
	fputs("a pure virtual function was called\n", stderr);
	abort();
}

void __cxa_deleted_virtual(void)
{
	fputs("a deleted virtual function was called\n", stderr);
	abort();
}
