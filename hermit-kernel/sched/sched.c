/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Scheduler.
 *
 * Each core has a queue of ready threads, served in turn. A core with one runnable thread runs it without any timer;
 * the slice timer runs only while somebody waits. A woken thread goes to its last core, if that is idle, else to an
 * idle one, else it queues where it was. A core that runs out of work takes from others; a core whose slice timer fires
 * hands one over to a core that has clearly less.
 *
 * `core->lock` guards the queue and the state of the threads that belong to the core (thread->core). It is held across
 * the switch and released by the thread switched to, so whoever holds it sees each thread of the core either running
 * (core->current) or completely switched out. At most one such lock is held at a time.
 */
#include "sched/sched.h"
#include <arch/ipi.h>
#include <arch/switch.h>
#include <linux/errno.h>
#include "lib/log.h"
#include "sched/process.h"
#include "time/clock.h"

#define SLICE_NS       (4 * NS_PER_MSEC)
#define GRANULARITY_NS (NS_PER_MSEC) /* a woken thread does not wait longer than this for one that runs */

static bool runnable(struct thread *thread)
{
	return atomic_load(&thread->state) == THREAD_RUNNABLE;
}

static bool may_run(const struct thread *thread, const struct core *core)
{
	return cpuset_has(&thread->affinity, core->id) && core_is_open_to(core, thread);
}

static void enqueue_locked(struct core *core, struct thread *thread, bool front)
{
	thread->core = core;
	thread->queued = true;
	if (front)
		list_push(&core->ready, &thread->run_link);
	else
		list_append(&core->ready, &thread->run_link);
	atomic_fetch_add(&core->ready_count, 1);
}

static void dequeue_locked(struct core *core, struct thread *thread)
{
	list_remove(&thread->run_link);
	thread->queued = false;
	atomic_fetch_sub(&core->ready_count, 1);
}

static struct core *lock_core_of(struct thread *thread)
{
	for (;;) {
		struct core *core = thread->core;
		spin_lock(&core->lock);
		if (thread->core == core)
			return core;
		spin_unlock(&core->lock);
	}
}

static unsigned core_load(struct core *core)
{
	return atomic_load(&core->ready_count) + !atomic_load(&core->is_idle);
}

unsigned sched_load(void)
{
	unsigned load = 0;

	core_for_each (id)
		load += core_load(core_get(id));
	return load;
}

/* Where a thread that was not running should go. */
static struct core *choose_core(struct thread *thread)
{
	struct core *last = thread->core, *best = NULL;

	if (may_run(thread, last) && atomic_load(&last->is_idle) && !atomic_load(&last->ready_count))
		return last;
	core_for_each (id) {
		struct core *core = core_get(id);
		if (!may_run(thread, core))
			continue;
		if (!best || core_load(core) < core_load(best) ||
			(core == last && core_load(core) == core_load(best)) ||
			(best != last && core->node == last->node && best->node != last->node &&
				core_load(core) == core_load(best)))
			best = core;
	}
	/* staying keeps the caches, so another core must be idle to be better */
	if (best && best != last && core_load(best) && may_run(thread, last) && core_load(last) <= core_load(best) + 1)
		return last;
	return best ? best : last;
}

static void slice_expired(struct timer *timer);

/* On this core, interrupts off: switch now, or at the end of the running thread's slice. A timer that is set for
 * earlier will do: it looks again. Where threads wake each other, one for each of their slices would cost more than
 * they do. */
static void check_slice(struct core *core)
{
	struct timer *timer = &core->slice_timer;

	if (!atomic_load(&core->ready_count) || core->current == core->idle)
		return;
	uint64_t end = core->current->slice_start_ns + GRANULARITY_NS;
	bool over = clock_monotonic_ns() >= end; /* also where the host kept the core off for so long */
	atomic_store(&core->need_resched, over);
	timer->fire = slice_expired;
	if (!over && (atomic_load(&timer->core) != core || timer->deadline > end))
		timer_set(timer, end);
}

static void slice_expired(struct timer *timer)
{
	check_slice(container_of(timer, struct core, slice_timer));
}

/* Interrupts off. The core finds out by itself whether to switch now or at the end of its thread's slice. */
static void kick(struct core *core)
{
	atomic_store(&core->need_resched, true);
	if (core == core_this())
		check_slice(core);
	else
		arch_ipi_reschedule(core->id);
}

/* Put a runnable thread that is in no queue and runs nowhere into one. Interrupts off, no lock held. */
static void place(struct thread *thread)
{
	struct core *core;

	for (;;) {
		core = choose_core(thread);
		spin_lock(&core->lock);
		if (may_run(thread, core))
			break;
		spin_unlock(&core->lock); /* the affinity or the core's holder changed meanwhile */
	}
	enqueue_locked(core, thread, false);
	thread->queued_at_ns = clock_monotonic_ns();
	bool first = atomic_load(&core->ready_count) == 1;
	spin_unlock(&core->lock);
	/* an idle core must wake up; a busy one must begin to count its slice */
	if (atomic_load(&core->is_idle) || first)
		kick(core);
}

static bool wake_if(struct thread *thread, bool interruptible_only)
{
	irqflags_t flags = irq_save();
	struct core *core = lock_core_of(thread);
	uint32_t state = atomic_load(&thread->state);
	bool sleeping = state == THREAD_BLOCKED || (state == THREAD_UNINTERRUPTIBLE && !interruptible_only);
	bool running = core->current == thread;

	if (sleeping)
		atomic_store(&thread->state, THREAD_RUNNABLE);
	spin_unlock(&core->lock);
	/* on its way to sleep, still on its core: schedule() will see that it is runnable */
	if (sleeping && !running)
		place(thread);
	irq_restore(flags);
	return sleeping;
}

bool sched_wake(struct thread *thread)
{
	return wake_if(thread, false);
}

void sched_wake_for_signal(struct thread *thread)
{
	if (wake_if(thread, true))
		return;
	struct core *core = thread->core;
	if (core->current == thread && core != core_this())
		arch_ipi_reschedule(core->id);
}

void sched_ipi_handler(void)
{
	struct core *core = core_this();

	if (atomic_load(&core->need_resched))
		check_slice(core);
}

/* A thread in the core's queue that may not run there; it leaves the queue. Interrupts off, no lock held. */
static struct thread *take_stranger(struct core *core)
{
	struct thread *thread, *found = NULL;

	spin_lock(&core->lock);
	list_for_each (thread, &core->ready, run_link) {
		if (!may_run(thread, core)) {
			found = thread;
			break;
		}
	}
	if (found)
		dequeue_locked(core, found);
	spin_unlock(&core->lock);
	return found;
}

/* A thread that this core may run, from another core's queue; it leaves that queue. Interrupts off, no lock held. */
static struct thread *steal_from(struct core *victim, struct core *thief)
{
	struct thread *thread, *found = NULL;

	spin_lock(&victim->lock);
	list_for_each (thread, &victim->ready, run_link) {
		if (may_run(thread, thief)) {
			found = thread;
			break;
		}
	}
	if (found) {
		dequeue_locked(victim, found);
		found->core = thief; /* no queue: whoever looks for it finds it here, runnable but absent */
	}
	spin_unlock(&victim->lock);
	return found;
}

static bool steal(struct core *thief)
{
	unsigned online = cores_online();

	for (unsigned i = 1; i < online; i++) {
		struct core *victim = core_get((thief->id + i) % online);
		if (!atomic_load(&victim->ready_count))
			continue;
		struct thread *thread = steal_from(victim, thief);
		if (!thread)
			continue;
		spin_lock(&thief->lock);
		bool allowed = may_run(thread, thief);
		if (allowed)
			enqueue_locked(thief, thread, false);
		spin_unlock(&thief->lock);
		if (allowed)
			return true;
		place(thread);
	}
	return false;
}

/* The slice is over and others wait: does another core have at least two threads less? Then one of ours moves. */
static void push_away(struct core *core)
{
	unsigned load = core_load(core);

	if (load < 3)
		return;
	core_for_each (id) {
		struct core *other = core_get(id);
		if (other == core || core_load(other) + 2 > load)
			continue;
		struct thread *thread = steal_from(core, other);
		if (!thread)
			continue;
		place(thread);
		return;
	}
}

static struct thread *pick_locked(struct core *core)
{
	if (list_empty(&core->ready))
		return core->idle;
	struct thread *next = list_first(&core->ready, struct thread, run_link);
	dequeue_locked(core, next);
	return next;
}

static void account_switch(struct core *core, struct thread *previous, struct thread *next)
{
	uint64_t now = clock_monotonic_ns();
	uint64_t since = atomic_load_explicit(&previous->cpu_since_ns, memory_order_relaxed);

	atomic_store(&previous->cpu_ns, previous->cpu_ns + (now - since));
	atomic_store(&previous->cpu_since_ns, 0);
	atomic_store(&next->cpu_since_ns, now);
	next->slice_start_ns = now;
	core->switches++;
	if (runnable(previous))
		previous->switches_involuntary++;
	else
		previous->switches_voluntary++;
}

/* Interrupts off. The calling thread goes on when it is its turn again. */
static void schedule(void)
{
	struct core *core = core_this();
	struct thread *previous = core->current;

	if (!runnable(previous) && !atomic_load(&core->ready_count))
		steal(core);
	spin_lock(&core->lock);
	atomic_store(&core->need_resched, false);
	if (runnable(previous) && previous != core->idle && may_run(previous, core))
		enqueue_locked(core, previous, false);
	struct thread *next = pick_locked(core);
	if (next == previous) {
		next->slice_start_ns = clock_monotonic_ns();
		spin_unlock(&core->lock);
		return;
	}
	account_switch(core, previous, next);
	core_beat(core);
	core->previous = previous;
	core->current = next;
	atomic_store(&core->is_idle, next == core->idle);
	arch_switch(previous, next);
	sched_switched();
}

void sched_switched(void)
{
	struct core *core = core_this();
	struct thread *previous = core->previous;
	bool dead = atomic_load(&previous->state) == THREAD_DEAD;
	bool homeless = previous != core->idle && runnable(previous) && !previous->queued;

	spin_unlock(&core->lock);
	if (dead)
		thread_put(previous);
	else if (homeless)
		place(previous);
	if (atomic_load(&core->ready_count))
		check_slice(core);
}

void sched_preempt(void)
{
	irqflags_t flags = irq_save();

	push_away(core_this());
	schedule();
	irq_restore(flags);
}

void sched_yield(void)
{
	irqflags_t flags = irq_save();
	struct core *core = core_this();

	bool others = atomic_load(&core->ready_count);
	if (others)
		schedule();
	irq_restore(flags);
	/* The caller waits for another core, by all experience: let the processor know, and an emulator that runs
	 * several cores on one thread of its host. */
	if (!others)
		cpu_relax();
}

void sched_yield_point(void)
{
	if (unlikely(atomic_load_explicit(&core_this()->need_resched, memory_order_relaxed)))
		sched_preempt();
}

void sched_prepare_sleep(bool interruptible)
{
	atomic_store(&thread_current()->state, interruptible ? THREAD_BLOCKED : THREAD_UNINTERRUPTIBLE);
}

void sched_cancel_sleep(void)
{
	irqflags_t flags = irq_save();
	struct core *core = core_this();

	spin_lock(&core->lock);
	atomic_store(&thread_current()->state, THREAD_RUNNABLE);
	spin_unlock(&core->lock);
	irq_restore(flags);
}

static void sleep_over(struct timer *timer)
{
	struct thread *thread = container_of(timer, struct thread, sleep_timer);

	atomic_store(&thread->sleep_expired, true);
	sched_wake(thread);
}

int sched_sleep(bool interruptible, uint64_t deadline)
{
	struct thread *thread = thread_current();

	if (interruptible && signal_pending())
		return -ERESTARTSYS;
	atomic_store(&thread->sleep_expired, false);
	if (deadline != WAIT_FOREVER) {
		if (!thread->sleep_timer.fire)
			timer_init(&thread->sleep_timer, sleep_over);
		timer_set(&thread->sleep_timer, deadline);
	}
	irqflags_t flags = irq_save();
	schedule();
	irq_restore(flags);
	if (deadline != WAIT_FOREVER)
		timer_cancel(&thread->sleep_timer);
	if (atomic_load(&thread->sleep_expired))
		return -ETIMEDOUT;
	return interruptible && signal_pending() ? -ERESTARTSYS : 0;
}

int sched_sleep_until(uint64_t deadline, bool interruptible)
{
	int result = 0;

	while (!result && clock_monotonic_ns() < deadline) {
		sched_prepare_sleep(interruptible);
		result = sched_sleep(interruptible, deadline);
		sched_cancel_sleep();
	}
	return result == -ETIMEDOUT ? 0 : result;
}

int sched_set_affinity(struct thread *thread, const struct cpuset *set)
{
	bool online = false;

	core_for_each (id)
		online |= cpuset_has(set, id);
	if (!online)
		return -EINVAL;
	irqflags_t flags = irq_save();
	struct core *core = lock_core_of(thread);
	thread->affinity = *set;
	bool wrong = !cpuset_has(set, core->id), moved = wrong && thread->queued;
	bool running = wrong && core->current == thread;
	if (moved)
		dequeue_locked(core, thread);
	spin_unlock(&core->lock);
	if (moved)
		place(thread);
	else if (running && thread == thread_current())
		schedule();
	else if (running)
		kick(core);
	irq_restore(flags);
	return 0;
}

void sched_vacate(struct core *core)
{
	irqflags_t flags = irq_save();
	struct thread *thread;

	while ((thread = take_stranger(core)))
		place(thread);
	/* the one that runs is put elsewhere when it is interrupted: schedule() */
	if (core != core_this())
		kick(core);
	irq_restore(flags);
}

void sched_start(struct thread *thread)
{
	irqflags_t flags = irq_save();

	place(thread);
	irq_restore(flags);
}

_Noreturn void sched_exit(void)
{
	irq_disable();
	atomic_store(&thread_current()->state, THREAD_DEAD);
	schedule();
	panic("a dead thread runs");
}

_Noreturn void sched_idle(void)
{
	struct core *core = core_this();

	for (;;) {
		irq_disable();
		atomic_store(&core->is_idle, true);
		if (atomic_load(&core->need_resched) || atomic_load(&core->ready_count) || steal(core)) {
			schedule();
			continue;
		}
		arch_idle_wait();
	}
}
