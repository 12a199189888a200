/* SPDX-License-Identifier: BSD-3-Clause */
#include "plan.h"

#include "fail.h"
#include "host.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Memory without HERMIT_MEM: half of what the host has available now. HotSpot takes a quarter of what it sees as its
 * maximum heap; half leaves the other half to the host and to a second isle, and memory that the program never touches
 * costs the host nothing. Never under 256 MiB, which a small Java program needs, and not over 16 GiB: a kernel keeps
 * book of every page, so a huge isle would start slower for the sake of a program that most likely is small. Whoever
 * wants more says so.
 */
#define PLAN_MEMORY_MIN  (256ull << 20)
#define PLAN_MEMORY_MAX  (16ull << 30)
#define PLAN_MEMORY_STEP (16ull << 20)

/* Kernel, its book-keeping and a small program. The root image does not count: it is the host's memory. */
#define PLAN_MEMORY_BASE (48ull << 20)

static uint64_t plan_default_memory(void)
{
	uint64_t half = host_available_memory() / 2;
	if (half > PLAN_MEMORY_MAX)
		half = PLAN_MEMORY_MAX;
	half -= half % PLAN_MEMORY_STEP;
	return half < PLAN_MEMORY_MIN ? PLAN_MEMORY_MIN : half;
}

static void plan_memory(struct plan *plan, const struct options *options)
{
	uint64_t needed = (PLAN_MEMORY_BASE + plan->kernel.size + (1 << 20) - 1) >> 20 << 20;
	if (options->memory)
		plan->memory = options->memory;
	else if (!plan->memory)
		plan->memory = plan_default_memory();
	if (options->memory && options->memory < needed)
		fail_exit(FAIL_USAGE, "HERMIT_MEM=%s: too little memory for the kernel; allowed: at least %lluM",
			getenv("HERMIT_MEM"), (unsigned long long)(needed >> 20));
	if (plan->memory < needed)
		plan->memory = needed;
}

static void plan_node(struct plan *plan, const struct options *options)
{
	struct cpulist of_node;
	plan->node = options->node;
	if (options->node < 0)
		return;
	if (host_node_cpus((unsigned)options->node, &of_node) < 0)
		fail_exit(FAIL_USAGE,
			"HERMIT_ISLE=qemu:%d: this host has no NUMA node %d; allowed: the nodes that "
			"/sys/devices/system/node shows",
			options->node, options->node);
	cpulist_intersect(&plan->cpus, &of_node);
	if (!plan->cpus.count)
		fail_exit(FAIL_USAGE, "HERMIT_ISLE=qemu:%d: none of the CPUs of node %d may be used by this process",
			options->node, options->node);
}

static void plan_pinned_cpus(struct plan *plan, const struct options *options)
{
	for (int cpu = cpulist_next(&options->cpus, 0); cpu >= 0; cpu = cpulist_next(&options->cpus, (unsigned)cpu + 1))
		if (!cpulist_has(&plan->cpus, (unsigned)cpu))
			fail_exit(FAIL_USAGE, "HERMIT_CPUS=%s: CPU %d cannot be used here; allowed: a list from %s",
				getenv("HERMIT_CPUS"), cpu, cpulist_format(&plan->cpus));
	plan->cpus = options->cpus;
	plan->pinned = true;
	plan->cores = (unsigned)plan->cpus.count;
}

static void plan_cores(struct plan *plan, const struct options *options)
{
	host_usable_cpus(&plan->cpus);
	plan_node(plan, options);
	if (options->cpus_given)
		plan_pinned_cpus(plan, options);
	else if (options->cores)
		plan->cores = options->cores;
	else if (!plan->cores)
		plan->cores = (unsigned)plan->cpus.count;
	if (plan->cores > OPTIONS_CORES_MAX)
		plan->cores = OPTIONS_CORES_MAX;
}

void plan_resources(struct plan *plan, const struct options *options)
{
	plan_cores(plan, options);
	plan_memory(plan, options);
}

/* The root folder is not shared by default, because the isle has one of its own. */
static void plan_share_folder(struct plan *plan, const char *folder)
{
	if (!folder || !strcmp(folder, "/"))
		return;
	const char *problem = share_add(&plan->shares, folder);
	if (problem)
		fail_exit(FAIL_USAGE,
			"the working folder %s cannot be shared with the isle: %s; set HERMIT_SHARE to the folders "
			"that it needs, or to nothing",
			folder, problem);
}

void plan_folders(struct plan *plan, const struct options *options)
{
	char *here = getcwd(NULL, 0);
	for (size_t i = 0; i < options->shares.count; i++) {
		const struct share *share = &options->shares.items[i];
		char *text = memory_format("%s:%s", share->path, share->read_only ? "ro" : "rw");
		const char *problem = share_add(&plan->shares, text);
		if (problem)
			fail_exit(FAIL_USAGE, "%s: %s", share->path, problem);
		free(text);
	}
	if (!options->shares_given && !plan->folder)
		plan_share_folder(plan, here);
	share_merge(&plan->shares);
	if (!plan->folder)
		plan->folder = memory_copy_text(here && share_covers(&plan->shares, here) ? here : "/");
	free(here);
}
