/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Inside of the overlay: how its functions reach the kernel.
 *
 * Two variants are made of the files in common/: the static one adds static/ (start of the program, threads), the
 * position-independent one adds pic/ (a guest in a process of glibc).
 */
#ifndef HERMIT_PORT_H
#define HERMIT_PORT_H

#include <errno.h>
#include <hermit/syscall.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>

struct timespec;

/** A system call that may block: in the static variant a cancellation point. */
int64_t __hermit_blocking(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/** What a function of the C library returns for a kernel's answer. */
static inline long port_result(int64_t answer)
{
	if (answer >= 0)
		return answer;
	errno = (int)-answer;
	return -1;
}

#define PORT_ARGUMENT(value) ((uint64_t)(value))
#define PORT_CALL6(function, number, a, b, c, d, e, f, ...)                                                            \
	function((number), PORT_ARGUMENT(a), PORT_ARGUMENT(b), PORT_ARGUMENT(c), PORT_ARGUMENT(d), PORT_ARGUMENT(e),   \
		PORT_ARGUMENT(f))

/** The kernel's answer, with up to six arguments. */
#define port_call(...) PORT_CALL6(hermit_syscall, __VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

/** The same, where the call may block. */
#define port_block(...) PORT_CALL6(__hermit_blocking, __VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

/* Futexes. The private kind, but for the word that the kernel itself wakes at a thread's end. */
#define PORT_FUTEX_WAIT        0
#define PORT_FUTEX_WAKE        1
#define PORT_FUTEX_WAIT_BITSET 9
#define PORT_FUTEX_PRIVATE     128
#define PORT_FUTEX_REALTIME    256
#define PORT_FUTEX_ALL         0xffffffffu

static inline void port_futex_wait(unsigned int *word, unsigned int value)
{
	port_call(SYS_futex, word, PORT_FUTEX_WAIT | PORT_FUTEX_PRIVATE, value);
}

static inline void port_futex_wake(unsigned int *word, int count)
{
	port_call(SYS_futex, word, PORT_FUTEX_WAKE | PORT_FUTEX_PRIVATE, count);
}

/** Take newlib's global struct _reent for the calling thread: the first one of a program. */
void __hermit_reent_adopt(void);

/** Called, where it exists, when the calling thread's struct _reent has been made. */
void __hermit_reent_watch(void);

/** Free what the calling thread's struct _reent holds; the thread uses newlib no more. */
void __hermit_reent_release(void);

/** Writes out what the streams hold, at the end of a program that used some. */
void __hermit_streams_flush(void);

struct sigaction;

/** sigaction() for all signals: that one refuses the port's own. */
int __hermit_signal_action(int number, const struct sigaction *action, struct sigaction *old);

/** Kernel's number of one of newlib's clocks, -1 for none. */
int __hermit_clock_number(clockid_t clock);

#endif
