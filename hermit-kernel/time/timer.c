/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Timers: a pairing heap for each core (Fredman, Sedgewick, Sleator, Tarjan 1986): constant time to add, logarithmic to
 * take the first or cancel.
 *
 * A timer is in the queue of the core that set it. `timer.core` says which; it changes under that core's timer_lock
 * only.
 */
#include "time/timer.h"
#include <arch/timer.h>
#include "sched/core.h"
#include "sync/waitq.h"
#include "time/clock.h"

void timer_init(struct timer *timer, void (*fire)(struct timer *timer))
{
	*timer = (struct timer){.fire = fire};
}

static struct timer *heap_meld(struct timer *a, struct timer *b)
{
	if (!a || !b)
		return a ? a : b;
	if (b->deadline < a->deadline) {
		struct timer *other = a;
		a = b;
		b = other;
	}
	b->prev = a;
	b->sibling = a->child;
	if (a->child)
		a->child->prev = b;
	a->child = b;
	return a;
}

/* Two passes over the children: meld them in pairs, then the pairs from the last to the first. */
static struct timer *heap_meld_children(struct timer *timer)
{
	struct timer *next = timer->child, *pairs = NULL, *root = NULL;

	while (next) {
		struct timer *a = next, *b = a->sibling;
		next = b ? b->sibling : NULL;
		a->sibling = a->prev = NULL;
		if (b)
			b->sibling = b->prev = NULL;
		a = heap_meld(a, b);
		a->sibling = pairs;
		pairs = a;
	}
	while (pairs) {
		struct timer *pair = pairs;
		pairs = pair->sibling;
		pair->sibling = NULL;
		root = heap_meld(root, pair);
	}
	timer->child = NULL;
	return root;
}

static void heap_remove(struct core *core, struct timer *timer)
{
	struct timer *children = heap_meld_children(timer);

	if (core->timers == timer) {
		core->timers = children;
	} else {
		if (timer->prev->child == timer)
			timer->prev->child = timer->sibling;
		else
			timer->prev->sibling = timer->sibling;
		if (timer->sibling)
			timer->sibling->prev = timer->prev;
		core->timers = heap_meld(core->timers, children);
	}
	timer->prev = timer->sibling = NULL;
	if (core->timers)
		core->timers->prev = NULL;
	atomic_store(&timer->core, NULL);
}

/* timer_lock held, on the core itself. A hardware timer that is armed too early only makes one interrupt for nothing.
 */
static void arm_locked(struct core *core)
{
	uint64_t first = core->timers ? core->timers->deadline : WAIT_FOREVER;

	if (first == core->timer_armed)
		return;
	core->timer_armed = first;
	arch_timer_arm(first);
}

/* Lock the queue that the timer is in; NULL if it is in none. */
static struct core *lock_queue_of(struct timer *timer)
{
	for (;;) {
		struct core *core = atomic_load(&timer->core);
		if (!core)
			return NULL;
		spin_lock(&core->timer_lock);
		if (atomic_load(&timer->core) == core)
			return core;
		spin_unlock(&core->timer_lock);
	}
}

static bool timer_remove(struct timer *timer)
{
	struct core *core = lock_queue_of(timer);

	if (!core)
		return false;
	heap_remove(core, timer);
	/* a later first deadline need not be programmed: the next interrupt does that */
	spin_unlock(&core->timer_lock);
	return true;
}

void timer_set(struct timer *timer, uint64_t deadline)
{
	irqflags_t flags = irq_save();
	struct core *core = core_this();

	timer_remove(timer);
	if (deadline != WAIT_FOREVER) {
		spin_lock(&core->timer_lock);
		timer->deadline = deadline;
		atomic_store(&timer->core, core);
		core->timers = heap_meld(core->timers, timer);
		if (core->timers == timer)
			arm_locked(core);
		spin_unlock(&core->timer_lock);
	}
	irq_restore(flags);
}

bool timer_cancel(struct timer *timer)
{
	irqflags_t flags = irq_save();
	bool pending = timer_remove(timer);

	irq_restore(flags);
	while (atomic_load(&timer->firing))
		cpu_relax();
	return pending;
}

/* Each timer of the heap, without recursion: the next one is the first child, else the next sibling of the nearest. */
static void heap_set_core(struct timer *root, struct core *core)
{
	struct timer *timer = root;

	while (timer) {
		atomic_store(&timer->core, core);
		if (timer->child) {
			timer = timer->child;
			continue;
		}
		while (timer != root && !timer->sibling) {
			while (timer->prev->child != timer) /* back to the first of the siblings, then up */
				timer = timer->prev;
			timer = timer->prev;
		}
		timer = timer == root ? NULL : timer->sibling;
	}
}

static void rearm(void *unused)
{
	struct core *core = core_this();

	spin_lock(&core->timer_lock);
	arm_locked(core);
	spin_unlock(&core->timer_lock);
}

void timer_move_all(struct core *to)
{
	struct cpuset target = {{0}};
	irqflags_t flags = irq_save();
	struct core *from = core_this();

	/* by number, as no other two queues are ever locked at once */
	struct core *first = from->id < to->id ? from : to, *second = first == from ? to : from;
	spin_lock(&first->timer_lock);
	spin_lock(&second->timer_lock);
	if (from != to) {
		heap_set_core(from->timers, to);
		to->timers = heap_meld(to->timers, from->timers);
		from->timers = NULL;
		arm_locked(from);
	}
	spin_unlock(&second->timer_lock);
	spin_unlock(&first->timer_lock);
	irq_restore(flags);
	cpuset_add(&target, to->id);
	core_call(&target, rearm, NULL);
}

void timer_run_due(void)
{
	struct core *core = core_this();

	spin_lock(&core->timer_lock);
	core->timer_armed = WAIT_FOREVER; /* one-shot: it has fired */
	while (core->timers && core->timers->deadline <= clock_monotonic_ns()) {
		struct timer *timer = core->timers;
		atomic_store(&timer->firing, true);
		heap_remove(core, timer);
		spin_unlock(&core->timer_lock);
		void (*fire)(struct timer *) = timer->fire;
		fire(timer);
		atomic_store(&timer->firing, false);
		spin_lock(&core->timer_lock);
	}
	arm_locked(core);
	spin_unlock(&core->timer_lock);
}
