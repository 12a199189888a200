/* SPDX-License-Identifier: BSD-3-Clause */
/* Cores, and calls from one to others. */
#include "sched/core.h"
#include <arch/ipi.h>
#include "lib/log.h"
#include "sched/sched.h"

static struct core *cores[CORES_MAX];
static _Atomic unsigned count;

/* One call at a time: callers wait with interrupts on, so they still answer each other. */
static struct spinlock call_lock;
static void (*_Atomic call_function)(void *);
static void *call_arg;
static _Atomic unsigned call_pending;

unsigned cores_online(void)
{
	return atomic_load_explicit(&count, memory_order_acquire);
}

struct core *core_get(unsigned id)
{
	return id < cores_online() ? cores[id] : NULL;
}

uint64_t core_idle_ns(const struct core *core)
{
	return thread_cpu_ns(core->idle);
}

void core_init_boot(struct core *core)
{
	list_init(&core->ready);
	core->timer_armed = WAIT_FOREVER;
	cores[0] = core;
	atomic_store(&count, 1);
}

int core_add(struct core *core)
{
	unsigned id = cores_online();

	list_init(&core->ready);
	core->timer_armed = WAIT_FOREVER;
	core->id = id;
	cores[id] = core;
	atomic_store_explicit(&count, id + 1, memory_order_release);
	return (int)id;
}

void core_call_handler(void)
{
	void (*function)(void *) = atomic_load(&call_function);

	function(call_arg);
	atomic_fetch_sub(&call_pending, 1);
}

void core_call(const struct cpuset *set, void (*function)(void *), void *arg)
{
	struct cpuset targets = {{0}};
	unsigned self, number = 0;

	assert(irq_enabled());
	while (!spin_trylock(&call_lock))
		cpu_relax();
	self = core_this()->id; /* not preempted: kernel code never is */
	core_for_each (id) {
		if (id == self || (set && !cpuset_has(set, id)))
			continue;
		cpuset_add(&targets, id);
		number++;
	}
	call_arg = arg;
	atomic_store(&call_function, function);
	atomic_store(&call_pending, number);
	arch_ipi_call(&targets);
	while (atomic_load(&call_pending))
		cpu_relax();
	spin_unlock(&call_lock);
}
