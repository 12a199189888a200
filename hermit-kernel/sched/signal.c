/* SPDX-License-Identifier: BSD-3-Clause */
/* Queues of signals: who gets one, what is dropped, what waits. Delivery to the program: signal_deliver.c. */
#include "sched/signal.h"

#include <asm/errno.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"
#include "sched/rlimit.h"
#include "sched/sched.h"
#include "sched/thread.h"

static void queue_init(struct signal_queue *queue)
{
	atomic_store(&queue->set, 0);
	list_init(&queue->entries);
}

enum signal_default signal_default(int signal)
{
	switch (signal) {
	case SIGCHLD:
	case SIGURG:
	case SIGWINCH:
	case SIGCONT:
		return SIGNAL_DOES_NOTHING;
	case SIGSTOP:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		return SIGNAL_STOPS;
	default:
		return SIGNAL_TERMINATES;
	}
}

static void log_stop_once(int signal)
{
	static _Atomic bool logged;

	if (!atomic_exchange(&logged, true))
		log_line("signal: %s would stop the program, which an isle can't: ignored (logged once)",
			signal_name(signal));
}

/** Does the action of the process throw the signal away? */
static bool action_ignores(int signal)
{
	__sighandler_t handler = process.signals.actions[signal - 1].sa_handler;

	if (handler == SIG_DFL && signal_default(signal) == SIGNAL_STOPS)
		log_stop_once(signal);
	return handler == SIG_IGN || (handler == SIG_DFL && signal_default(signal) != SIGNAL_TERMINATES);
}

void signal_ignore_from_start(uint64_t signals)
{
	for (int signal = 1; signal <= SIGNALS; signal++)
		if (signals >> (signal - 1) & 1 && signal != SIGKILL && signal != SIGSTOP)
			process.signals.actions[signal - 1].sa_handler = SIG_IGN;
}

static struct thread *owner_of(struct thread_signals *signals)
{
	return container_of(signals, struct thread, signals);
}

static bool is_waited_for(struct thread_signals *signals, int signal)
{
	return signals->waiting & SIGMASK(signal);
}

static bool is_blocked(struct thread_signals *signals, int signal)
{
	return atomic_load_explicit(&signals->blocked, memory_order_relaxed) & SIGMASK(signal);
}

/**
 * Is the signal dropped at once? An ignored one stays where the thread (for the process: its oldest thread, as on
 * Linux) blocks it, since the action may have changed before it is unblocked; and where somebody waits for it.
 */
static bool is_dropped_locked(struct thread *thread, int signal)
{
	struct process_signals *all = &process.signals;
	struct thread_signals *each;

	if (!action_ignores(signal))
		return false;
	if (signal == SIGSTOP)
		return true;
	if (thread)
		return !is_blocked(&thread->signals, signal) && !is_waited_for(&thread->signals, signal);
	list_for_each (each, &all->threads, link)
		if (is_waited_for(each, signal))
			return false;
	return list_empty(&all->threads) || !is_blocked(list_first(&all->threads, struct thread_signals, link), signal);
}

/** Nobody would free what is queued for a thread that has ended. */
static bool is_gone_locked(struct thread *thread)
{
	return thread && list_empty(&thread->signals.link);
}

/** A thread that can take the process' signal: best one that has nothing else to look at. NULL: all of them block it.
 */
static struct thread_signals *choose_thread_locked(int signal)
{
	struct thread_signals *each, *second = NULL;

	list_for_each (each, &process.signals.threads, link)
		if (is_waited_for(each, signal))
			return NULL; /* it is among the watchers */
	list_for_each (each, &process.signals.threads, link) {
		if (is_blocked(each, signal))
			continue;
		if (!atomic_load(&each->attention))
			return each;
		if (!second)
			second = each;
	}
	return second;
}

static void notify_locked(struct thread *thread, int signal)
{
	struct thread_signals *receiver = thread ? &thread->signals : choose_thread_locked(signal);

	if (!receiver || is_blocked(receiver, signal))
		return;
	atomic_store(&receiver->attention, true);
	sched_wake_for_signal(owner_of(receiver));
}

static void enqueue_locked(struct signal_queue *queue, struct signal_entry *entry, int signal)
{
	atomic_fetch_or(&queue->set, SIGMASK(signal));
	if (!entry)
		return;
	entry->queue = queue;
	list_append(&queue->entries, &entry->link);
	if (!entry->taken)
		atomic_fetch_add(&process.signals.queued, 1);
}

static void forget_entry(struct signal_entry *entry)
{
	list_remove(&entry->link);
	entry->queue = NULL;
	if (entry->taken)
		return;
	atomic_fetch_sub(&process.signals.queued, 1);
	heap_free(entry);
}

static struct signal_entry *make_entry(int signal, const siginfo_t *info)
{
	struct signal_entry *entry;

	if (atomic_load(&process.signals.queued) >= rlimit_get(RLIMIT_SIGPENDING))
		return NULL;
	entry = heap_alloc(sizeof(*entry));
	if (!entry)
		return NULL;
	memset(entry, 0, sizeof(*entry));
	list_init(&entry->link);
	if (info)
		entry->info = *info;
	else
		entry->info.si_code = SI_KERNEL;
	entry->info.si_signo = signal;
	return entry;
}

/** Without an entry a signal is still known to be pending, unless its information matters: then -EAGAIN (sigqueue(3)).
 */
static bool may_lose_info(int signal, const siginfo_t *info)
{
	return signal < SIGRTMIN || !info || info->si_code == SI_USER || info->si_code == SI_KERNEL;
}

static int send(struct thread *thread, int signal, const siginfo_t *info)
{
	struct process_signals *all = &process.signals;
	struct signal_queue *queue = thread ? &thread->signals.pending : &all->pending;
	struct signal_entry *entry = make_entry(signal, info);
	irqflags_t flags = spin_lock_irqsave(&all->lock);
	bool dropped = is_gone_locked(thread) || is_dropped_locked(thread, signal) ||
		       (signal < SIGRTMIN && (atomic_load(&queue->set) & SIGMASK(signal)));
	int result = 0;

	if (!dropped && !entry && !may_lose_info(signal, info)) {
		dropped = true;
		result = -EAGAIN;
	}
	if (!dropped) {
		enqueue_locked(queue, entry, signal);
		notify_locked(thread, signal);
	}
	spin_unlock_irqrestore(&all->lock, flags);
	if (dropped)
		heap_free(entry);
	else
		waitq_wake_all(&all->watchers, 0);
	return result;
}

int signal_send_process(int signal, const siginfo_t *info)
{
	return send(NULL, signal, info);
}

int signal_send_thread(struct thread *thread, int signal, const siginfo_t *info)
{
	return send(thread, signal, info);
}

enum signal_sent signal_send_entry(struct thread *thread, struct signal_entry *entry)
{
	struct process_signals *all = &process.signals;
	struct signal_queue *queue = thread ? &thread->signals.pending : &all->pending;
	int signal = entry->info.si_signo;
	enum signal_sent result = SIGNAL_SENT;
	irqflags_t flags = spin_lock_irqsave(&all->lock);

	if (entry->queue) {
		result = SIGNAL_STILL_QUEUED;
	} else if (is_gone_locked(thread) || is_dropped_locked(thread, signal)) {
		result = SIGNAL_IGNORED;
	} else {
		enqueue_locked(queue, entry, signal);
		notify_locked(thread, signal);
	}
	spin_unlock_irqrestore(&all->lock, flags);
	if (result == SIGNAL_SENT)
		waitq_wake_all(&all->watchers, 0);
	return result;
}

static bool queue_has_locked(struct signal_queue *queue, int signal)
{
	struct signal_entry *entry;

	list_for_each (entry, &queue->entries, link)
		if (entry->info.si_signo == signal)
			return true;
	return false;
}

void signal_withdraw_entry(struct signal_entry *entry)
{
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);
	struct signal_queue *queue = entry->queue;

	if (queue) {
		forget_entry(entry);
		if (!queue_has_locked(queue, entry->info.si_signo))
			atomic_fetch_and(&queue->set, ~SIGMASK(entry->info.si_signo));
	}
	spin_unlock_irqrestore(&process.signals.lock, flags);
}

/** Drop all entries of the signals in `set`. */
static void flush_locked(struct signal_queue *queue, sigmask_t set)
{
	struct signal_entry *entry, *next;
	siginfo_t info;

	if (!(atomic_load(&queue->set) & set))
		return;
	list_for_each_safe (entry, next, &queue->entries, link) {
		if (!(set & SIGMASK(entry->info.si_signo)))
			continue;
		if (entry->taken)
			entry->taken(entry, &info); /* a periodic timer goes on */
		forget_entry(entry);
	}
	atomic_fetch_and(&queue->set, ~set);
}

/** The next one: first what the program itself caused, then the lowest number (signal(7)). */
static int next_signal(sigmask_t set)
{
	if (set & SIGMASK_SYNCHRONOUS)
		set &= SIGMASK_SYNCHRONOUS;
	return set ? __builtin_ctzll(set) + 1 : 0;
}

static void take_locked(struct signal_queue *queue, int signal, siginfo_t *info)
{
	struct signal_entry *entry;

	memset(info, 0, sizeof(*info));
	info->si_signo = signal;
	info->si_code = SI_USER;
	list_for_each (entry, &queue->entries, link) {
		if (entry->info.si_signo != signal)
			continue;
		*info = entry->info;
		if (entry->taken)
			entry->taken(entry, info);
		forget_entry(entry);
		break;
	}
	if (!queue_has_locked(queue, signal))
		atomic_fetch_and(&queue->set, ~SIGMASK(signal));
}

int signal_take(sigmask_t set, siginfo_t *info)
{
	struct process_signals *all = &process.signals;
	struct signal_queue *own = &thread_current()->signals.pending;
	irqflags_t flags;
	int signal;

	if (!((atomic_load(&own->set) | atomic_load(&all->pending.set)) & set))
		return 0;
	flags = spin_lock_irqsave(&all->lock);
	signal = next_signal(atomic_load(&own->set) & set);
	if (signal) {
		take_locked(own, signal, info);
	} else {
		signal = next_signal(atomic_load(&all->pending.set) & set);
		if (signal)
			take_locked(&all->pending, signal, info);
	}
	spin_unlock_irqrestore(&all->lock, flags);
	return signal;
}

sigmask_t signal_pending_set(void)
{
	return atomic_load(&thread_current()->signals.pending.set) | atomic_load(&process.signals.pending.set);
}

bool signal_pending(void)
{
	struct thread_signals *signals = &thread_current()->signals;

	if (likely(!atomic_load(&signals->attention)))
		return false;
	return atomic_load(&process.exiting) || (signal_pending_set() & ~atomic_load(&signals->blocked));
}

sigmask_t signal_blocked(void)
{
	return atomic_load_explicit(&thread_current()->signals.blocked, memory_order_relaxed);
}

/** A thread that was to take a signal of the process blocks it now: offer each to another one. */
static void offer_to_others_locked(sigmask_t set)
{
	for (set &= atomic_load(&process.signals.pending.set); set; set &= set - 1)
		notify_locked(NULL, __builtin_ctzll(set) + 1);
}

void signal_wait_for(sigmask_t set)
{
	struct thread_signals *signals = &thread_current()->signals;
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);
	sigmask_t before = signals->waiting;

	signals->waiting = set;
	offer_to_others_locked(before & ~set);
	spin_unlock_irqrestore(&process.signals.lock, flags);
}

void signal_set_blocked(sigmask_t mask)
{
	struct thread_signals *signals = &thread_current()->signals;
	sigmask_t old = signal_blocked();
	irqflags_t flags;

	mask &= ~SIGMASK_UNBLOCKABLE;
	if (mask == old)
		return;
	flags = spin_lock_irqsave(&process.signals.lock);
	atomic_store(&signals->blocked, mask);
	offer_to_others_locked(mask & ~old);
	if (signal_pending_set() & ~mask)
		atomic_store(&signals->attention, true);
	spin_unlock_irqrestore(&process.signals.lock, flags);
}

int signal_action(int signal, const struct sigaction *action, struct sigaction *old)
{
	struct process_signals *all = &process.signals;
	struct thread_signals *each;
	irqflags_t flags;

	if (signal < 1 || signal > SIGNALS || (action && (SIGMASK(signal) & SIGMASK_UNBLOCKABLE)))
		return -EINVAL;
	flags = spin_lock_irqsave(&all->lock);
	if (old)
		*old = all->actions[signal - 1];
	if (action) {
		all->actions[signal - 1] = *action;
		all->actions[signal - 1].sa_mask &= ~SIGMASK_UNBLOCKABLE;
		if (action->sa_handler == SIG_IGN ||
			(action->sa_handler == SIG_DFL && signal_default(signal) == SIGNAL_DOES_NOTHING)) {
			flush_locked(&all->pending, SIGMASK(signal));
			list_for_each (each, &all->threads, link)
				flush_locked(&each->pending, SIGMASK(signal));
		}
	}
	spin_unlock_irqrestore(&all->lock, flags);
	return 0;
}

sigmask_t signal_caught_set(void)
{
	sigmask_t caught = 0;
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);
	for (int signal = 1; signal <= SIGNALS; signal++) {
		__sighandler_t handler = process.signals.actions[signal - 1].sa_handler;
		if (handler != SIG_DFL && handler != SIG_IGN)
			caught |= SIGMASK(signal);
	}
	spin_unlock_irqrestore(&process.signals.lock, flags);
	return caught;
}

void signal_thread_init(struct thread *thread, struct thread *parent)
{
	struct thread_signals *signals = &thread->signals;
	irqflags_t flags;

	memset(signals, 0, sizeof(*signals));
	queue_init(&signals->pending);
	atomic_store(&signals->blocked, parent ? atomic_load(&parent->signals.blocked) : 0);
	list_init(&signals->link);
	if (!thread->user)
		return;
	flags = spin_lock_irqsave(&process.signals.lock);
	list_append(&process.signals.threads, &signals->link);
	spin_unlock_irqrestore(&process.signals.lock, flags);
}

void signal_thread_free(struct thread *thread)
{
	struct thread_signals *signals = &thread->signals;
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);

	if (signals->link.next && !list_empty(&signals->link)) { /* else it never got so far, or came here before */
		list_remove(&signals->link);
		offer_to_others_locked(~atomic_load(&signals->blocked));
		atomic_store(&signals->blocked, ~SIGMASK_UNBLOCKABLE);
	}
	flush_locked(&signals->pending, ~0ULL);
	spin_unlock_irqrestore(&process.signals.lock, flags);
}
