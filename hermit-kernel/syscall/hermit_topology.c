/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of hermit/topology.h and hermit/counters.h. */
#include <arch/cpuinfo.h>
#include <hermit/counters.h>
#include <hermit/topology.h>
#include <linux/errno.h>
#include "mm/page.h"
#include "mm/user.h"
#include "sched/core.h"
#include "syscall/hermit_call.h"
#include "syscall/hermit_struct.h"

/** hermit_core_count() */
long hermit_call_core_count(const uint64_t *args)
{
	return cores_online();
}

/** hermit_node_count() */
long hermit_call_node_count(const uint64_t *args)
{
	return nodes_count();
}

/** hermit_core_info(core, info) */
long hermit_call_core_info(const uint64_t *args)
{
	struct hermit_core_info info = {.size = sizeof(info)};
	struct core *core = core_get((unsigned)args[0]);
	struct cpu_place place;

	if (!core)
		return -EINVAL;
	arch_cpu_place(core->id, &place);
	info.core = core->id;
	info.node = core->node;
	info.package = place.package;
	info.physical = place.core;
	info.thread = place.thread;
	info.apic_id = core->arch.apic_id;
	return hermit_struct_put(args[1], &info, sizeof(info));
}

static unsigned first_that_shares(unsigned core, const struct cpu_cache *cache)
{
	unsigned first = 0;

	while (first < core && !arch_cpu_shares_cache(first, core, cache))
		first++;
	return first;
}

/** hermit_cache_info(core, index, info) */
long hermit_call_cache_info(const uint64_t *args)
{
	struct hermit_cache_info info = {.size = sizeof(info)};
	struct core *core = core_get((unsigned)args[0]);
	struct cpu_cache cache;

	if (!core || (int)args[1] < 0)
		return -EINVAL;
	if (!arch_cpu_cache((unsigned)args[1], &cache))
		return -ENOENT;
	info.level = cache.level;
	info.type = cache.type; /* CPUID's numbers are the interface's */
	info.line = cache.line_size;
	info.ways = cache.ways;
	info.sharing = 1u << cache.sharing_shift;
	info.capacity = (uint64_t)cache.line_size * cache.partitions * cache.ways * cache.sets;
	info.first_core = first_that_shares(core->id, &cache);
	return hermit_struct_put(args[2], &info, sizeof(info));
}

/** hermit_node_distance(from, to) */
long hermit_call_node_distance(const uint64_t *args)
{
	unsigned from = (unsigned)args[0], to = (unsigned)args[1];

	if (from >= nodes_count() || to >= nodes_count())
		return -EINVAL;
	return arch_node_distance(from, to);
}

/** hermit_counters(core, counters) */
long hermit_call_counters(const uint64_t *args)
{
	struct hermit_counters counters = {.size = sizeof(counters)};
	struct core *core = core_get((unsigned)args[0]);

	if (!core)
		return -EINVAL;
	counters.core = core->id;
	counters.switches = core->switches;
	counters.interrupts = core->interrupts;
	counters.timer_interrupts = core->timer_interrupts;
	counters.device_interrupts = core->device_interrupts;
	counters.reschedules = core->reschedules;
	counters.tlb_interrupts = core->tlb_interrupts;
	counters.page_faults = core->page_faults;
	counters.tlb_shootdowns = core->tlb_shootdowns;
	counters.idle_ns = core_idle_ns(core);
	return hermit_struct_put(args[1], &counters, sizeof(counters));
}
