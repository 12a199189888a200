/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hold_lock makes changes one at a time, of holds and of affinities by system calls alike: so each thread of the
 * program has, at any time, a core that it may run on.
 */
#include "sched/hold.h"

#include <arch/irq.h>
#include <linux/errno.h>
#include "lib/string.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "time/timer.h"

static struct mutex hold_lock = MUTEX_INIT(hold_lock);

/** Is a core of the set free for a thread, if `without` is somebody else's? */
static bool has_core(const struct cpuset *set, const struct thread *thread, const struct core *without)
{
	core_for_each (id) {
		struct core *core = core_get(id);
		if (core != without && cpuset_has(set, id) && core_is_open_to(core, thread))
			return true;
	}
	return false;
}

/** Would each other thread still have a core, now and after it gives back what it holds? */
static bool others_can_do_without(const struct core *core)
{
	struct thread *self = thread_current(), *thread;
	bool possible = true;

	irqflags_t flags = spin_lock_irqsave(&process.threads_lock);
	list_for_each (thread, &process.threads, process_link) {
		if (thread == self)
			continue;
		if (!has_core(&thread->affinity, thread, core) ||
			(thread->hold && !has_core(&thread->affinity_before, NULL, core)))
			possible = false;
	}
	spin_unlock_irqrestore(&process.threads_lock, flags);
	/* nor may the last open core go: threads to come need one */
	struct cpuset all;
	memset(&all, 0xff, sizeof(all));
	return possible && has_core(&all, NULL, core);
}

/** The lowest core, other than this one, that nobody has reserved; there is one (others_can_do_without). */
static struct core *open_core_but(const struct core *core)
{
	core_for_each (id)
		if (core_get(id) != core && core_is_open_to(core_get(id), NULL))
			return core_get(id);
	return core_get(0);
}

static void move_to(struct core *core)
{
	struct cpuset only = {{0}};

	cpuset_add(&only, core->id);
	sched_set_affinity(thread_current(), &only);
}

static int check(const struct core *core, enum hold_kind kind)
{
	struct thread *self = thread_current();

	if (self->hold || !core_is_open_to(core, self))
		return -EBUSY;
	return kind == HOLD_PINNED || others_can_do_without(core) ? 0 : -EBUSY;
}

int hold_core(struct core *core, enum hold_kind kind)
{
	struct thread *self = thread_current();

	mutex_lock(&hold_lock);
	int error = check(core, kind);
	if (!error) {
		self->affinity_before = self->affinity;
		self->hold = kind;
		self->held_core = core;
		if (kind >= HOLD_RESERVED) {
			atomic_store(&core->holder, self);
			sched_vacate(core);
		}
		move_to(core);
		if (kind == HOLD_QUIET) {
			struct core *other = open_core_but(core);
			timer_move_all(other);
			irq_move_all(core->id, other->id);
		}
	}
	mutex_unlock(&hold_lock);
	return error;
}

static void release_locked(struct thread *thread)
{
	if (thread->hold >= HOLD_RESERVED)
		atomic_store(&thread->held_core->holder, NULL);
	thread->hold = HOLD_NONE;
	thread->held_core = NULL;
	sched_set_affinity(thread, &thread->affinity_before);
}

int hold_release(void)
{
	struct thread *self = thread_current();

	if (!self->hold)
		return -EPERM;
	mutex_lock(&hold_lock);
	release_locked(self);
	mutex_unlock(&hold_lock);
	return 0;
}

static bool is_on_all_cores(const struct cpuset *set)
{
	core_for_each (id)
		if (!cpuset_has(set, id))
			return false;
	return true;
}

void hold_thread_exit(struct thread *thread)
{
	struct cpuset all;

	if (!thread->hold && is_on_all_cores(&thread->affinity))
		return;
	memset(&all, 0xff, sizeof(all));
	mutex_lock(&hold_lock);
	if (thread->hold)
		release_locked(thread);
	sched_set_affinity(thread, &all);
	mutex_unlock(&hold_lock);
}

int hold_set_affinity(struct thread *thread, const struct cpuset *set)
{
	int error = -EINVAL;

	mutex_lock(&hold_lock);
	if (has_core(set, thread->hold ? NULL : thread, NULL)) {
		if (thread->hold)
			thread->affinity_before = *set;
		error = thread->hold ? 0 : sched_set_affinity(thread, set);
	}
	mutex_unlock(&hold_lock);
	return error;
}

void hold_inherit_affinity(struct cpuset *set)
{
	struct thread *self = thread_current();

	*set = self->hold ? self->affinity_before : self->affinity;
}
