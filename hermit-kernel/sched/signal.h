/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals: what is pending, masked, and how it is delivered. Semantics are POSIX' and Linux' (signal(7)).
 *
 * A signal waits in one of two kinds of queue, of a thread or of the process, until a thread that does not block it
 * passes signal_deliver() on its way to the program. Whoever makes a signal deliverable sets `attention` of the thread
 * concerned and wakes it; signal_deliver() clears `attention` before it looks, so none is missed.
 *
 * A program can't be stopped: nobody outside could let it go on. What stops by default on Linux (SIGSTOP, SIGTSTP,
 * SIGTTIN, SIGTTOU) is ignored after one line in the log.
 *
 * Order of locks: process.signals.lock, then a run queue's (by waking).
 */
#ifndef SCHED_SIGNAL_H
#define SCHED_SIGNAL_H

#include <arch/regs.h>
#include <linux/time_types.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include "lib/list.h"
#include "lib/types.h"
#include "sync/spinlock.h"
#include "sync/waitq.h"

struct signal_queue;
struct thread;

/* Results of interrupted calls beside those of sync/waitq.h. Linux' values. */
#define ERESTARTNOINTR        513 /* restart always */
#define ERESTART_RESTARTBLOCK 516 /* go on by restart_syscall(2) if no handler runs, else -EINTR */

typedef uint64_t sigmask_t; /* bit N-1: signal N */
#define SIGMASK(signal)     (1ULL << ((signal)-1))
#define SIGNALS             64
#define SIGMASK_UNBLOCKABLE (SIGMASK(SIGKILL) | SIGMASK(SIGSTOP))
#define SIGMASK_SYNCHRONOUS                                                                                            \
	(SIGMASK(SIGSEGV) | SIGMASK(SIGBUS) | SIGMASK(SIGILL) | SIGMASK(SIGTRAP) | SIGMASK(SIGFPE) | SIGMASK(SIGSYS))

/**
 * One queued signal. With `taken` the memory is the sender's (timers): the function is called, under
 * process.signals.lock, when the signal is handed out, and may change what the receiver sees.
 */
struct signal_entry {
	struct list link;
	struct signal_queue *queue; /* that it is in, or NULL */
	siginfo_t info;
	void (*taken)(struct signal_entry *entry, siginfo_t *info);
};

struct signal_queue {
	_Atomic sigmask_t set; /* may have bits without an entry: the memory for it was missing */
	struct list entries;   /* struct signal_entry, in order of arrival */
};

/** How a relative sleep goes on after a signal without a handler (restart_syscall(2)). */
struct signal_restart {
	long (*resume)(struct signal_restart *restart);
	uint64_t deadline; /* CLOCK_MONOTONIC ns */
	uint64_t args[4];
};

struct thread_signals {
	struct list link;          /* in process.signals.threads */
	_Atomic sigmask_t blocked; /* written by the thread only, under process.signals.lock */
	sigmask_t saved;           /* mask to restore after sigsuspend, ppoll … */
	bool restore_saved;
	struct signal_queue pending;     /* directed at the thread; under process.signals.lock */
	sigmask_t waiting;               /* sigtimedwait(2) waits for these; under process.signals.lock */
	_Atomic bool attention;          /* look at signals (or exit) on the way to the program */
	uint64_t stack_base, stack_size; /* alternate stack */
	uint32_t stack_flags;            /* SS_AUTODISARM or 0; size 0: none */
	struct signal_restart restart;
	uint64_t trap, error, cr2; /* of the last fault, shown in the ucontext */
};

struct process_signals {
	struct spinlock lock; /* interrupts off; guards all queues and actions */
	struct list threads;  /* those that can take signals: struct thread_signals.link, the oldest first */
	struct signal_queue pending;
	struct sigaction actions[SIGNALS]; /* [signal - 1] */
	struct waitq watchers;             /* signalfd, sigtimedwait */
	_Atomic uint32_t queued;           /* entries in all queues, against RLIMIT_SIGPENDING */
};

/** Before the program starts: ignore signals, a bit each (1 << (signal - 1)), as exec(2) hands them on. */
void signal_ignore_from_start(uint64_t signals);

/**
 * Raise for the process; any thread that does not block it takes it. From any context. `info` NULL: as from the kernel
 * (SI_KERNEL). 0, also where the signal is ignored or pending already; -EAGAIN where a real-time signal finds no room.
 */
int signal_send_process(int signal, const siginfo_t *info);
int signal_send_thread(struct thread *thread, int signal, const siginfo_t *info);
/** As these, with an entry that has `taken` (thread NULL: the process). */
enum signal_sent {
	SIGNAL_SENT,
	SIGNAL_STILL_QUEUED, /* from an earlier call */
	SIGNAL_IGNORED,
};
enum signal_sent signal_send_entry(struct thread *thread, struct signal_entry *entry);
/** Take an entry out of its queue, if it is in one; then it belongs to the caller again. */
void signal_withdraw_entry(struct signal_entry *entry);

#define PROCESS_SIGNALS_INIT(name)                                                                                     \
	{                                                                                                              \
		.threads = LIST_INIT((name).threads), .pending = {.entries = LIST_INIT((name).pending.entries)},       \
		.watchers = WAITQ_INIT((name).watchers)                                                                \
	}

/** A fault of the running program: delivered now, to this thread; ends the isle if blocked or ignored. */
void signal_fault(
	int signal, int code, uint64_t address, struct regs *regs, unsigned trap, uint64_t error, uint64_t cr2);
/** The program's stack or signal frame is no good: SIGSEGV with SI_KERNEL, by its default action if `of` is SIGSEGV
 * itself. */
void signal_force_segv(int of, struct regs *regs);

/** Is there one to deliver to the calling thread (or must it exit)? Its mask applies. */
bool signal_pending(void);
/** Signals pending for the calling thread or the process. */
sigmask_t signal_pending_set(void);
/** Take the next signal of `set` for the calling thread; 0 when there is none. */
int signal_take(sigmask_t set, siginfo_t *info);
/** The calling thread takes signals of `set` by signal_take() soon (sigtimedwait): they come to it even if blocked or
 * ignored. 0: no more. */
void signal_wait_for(sigmask_t set);

/** The mask of the calling thread. */
sigmask_t signal_blocked(void);
void signal_set_blocked(sigmask_t mask);
/** Another mask during one system call (ppoll, epoll_pwait, sigsuspend …): the old one comes back when a handler has
 * run … */
void signal_set_mask_for_call(sigmask_t mask);
/** … or here, where the call ends without having been interrupted. */
void signal_end_mask_for_call(bool interrupted);
/** The optional `sigset_t *` of such a call: 0 (mask set, if there is one), -EINVAL, -EFAULT. */
int signal_mask_for_call_from(uint64_t user_mask, uint64_t size);

/** What happens by default. */
enum signal_default {
	SIGNAL_TERMINATES,
	SIGNAL_DOES_NOTHING,
	SIGNAL_STOPS, /* on Linux; see above */
};
enum signal_default signal_default(int signal);
/** sigaction(2): 0 or -EINVAL; either pointer may be NULL. */
int signal_action(int signal, const struct sigaction *action, struct sigaction *old);

/**
 * On the way back to the program, interrupts on: delivers what is pending by building a frame on the program's stack,
 * and settles ERESTART* results of a system call. Called by the entry code while thread.signals.attention is set or the
 * result is one of these.
 */
void signal_deliver(struct regs *regs);
/** `parent` NULL: the first thread. A thread inherits the mask, and no pending signals. One of the program takes
 * signals from now on. */
void signal_thread_init(struct thread *thread, struct thread *parent);
/** The thread takes no more signals: its own are dropped, those of the process are offered to others. Harmless if
 * repeated. */
void signal_thread_free(struct thread *thread);

/** Signals that have a handler. */
sigmask_t signal_caught_set(void);

const char *signal_name(int signal);

#endif
