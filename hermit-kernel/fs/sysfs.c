/* SPDX-License-Identifier: BSD-3-Clause */
/* /sys: cores, caches, NUMA nodes, huge pages, as far as C libraries, OpenMP and JVMs look. */
#include <arch/cpuinfo.h>
#include <linux/errno.h>
#include <linux/magic.h>
#include "fs/fs.h"
#include "fs/procfs_values.h"
#include "fs/pseudo.h"
#include "lib/string.h"
#include "mm/page.h"
#include "sched/core.h"

#define CONSTANT(name, contents)                                                                                       \
	static int show_##name(struct text *text, const uint64_t *ids)                                                 \
	{                                                                                                              \
		text_printf(text, "%s\n", contents);                                                                   \
		return 0;                                                                                              \
	}
CONSTANT(nothing, "")
CONSTANT(zero, "0")
CONSTANT(one, "1")
CONSTANT(kernel_max, "1023")
CONSTANT(thp_enabled, "[always] madvise never")
CONSTANT(thp_defrag, "always defer defer+madvise [madvise] never")
CONSTANT(thp_shmem, "always within_size advise [never] deny force")
CONSTANT(thp_size, "2097152")

static int64_t next_cpu(int64_t from, const uint64_t *ids)
{
	return from < cores_online() ? from : -1;
}

static int64_t next_cache(int64_t from, const uint64_t *ids)
{
	struct cpu_cache cache;
	return from < 8 && arch_cpu_cache(from, &cache) ? from : -1;
}

static int64_t next_node(int64_t from, const uint64_t *ids)
{
	return from < nodes_count() ? from : -1;
}

static int show_list(struct text *text, const struct cpuset *set)
{
	values_cpu_list(text, set);
	text_printf(text, "\n");
	return 0;
}

static int show_mask(struct text *text, const struct cpuset *set)
{
	values_cpu_mask(text, set);
	text_printf(text, "\n");
	return 0;
}

static int show_all_cpus(struct text *text, const uint64_t *ids)
{
	struct cpuset all;
	values_all_cpus(&all);
	return show_list(text, &all);
}

/* The families of cores that files show as list and as mask. */

/** Threads of the same physical core. */
static void thread_siblings(const uint64_t *ids, struct cpuset *set)
{
	struct cpu_place own, other;
	arch_cpu_place(ids[0], &own);
	core_for_each (id) {
		arch_cpu_place(id, &other);
		if (other.package == own.package && other.core == own.core)
			cpuset_add(set, id);
	}
}

static void package_siblings(const uint64_t *ids, struct cpuset *set)
{
	struct cpu_place own, other;
	arch_cpu_place(ids[0], &own);
	core_for_each (id) {
		arch_cpu_place(id, &other);
		if (other.package == own.package)
			cpuset_add(set, id);
	}
}

static void cache_sharers(const uint64_t *ids, struct cpuset *set)
{
	struct cpu_cache cache;
	if (!arch_cpu_cache(ids[1], &cache))
		return;
	core_for_each (id)
		if (arch_cpu_shares_cache(ids[0], id, &cache))
			cpuset_add(set, id);
}

static void node_cpus(const uint64_t *ids, struct cpuset *set)
{
	core_for_each (id)
		if (core_get(id)->node == ids[0])
			cpuset_add(set, id);
}

#define CPU_FAMILY(family)                                                                                             \
	static int show_##family##_list(struct text *text, const uint64_t *ids)                                        \
	{                                                                                                              \
		struct cpuset set = {0};                                                                               \
		family(ids, &set);                                                                                     \
		return show_list(text, &set);                                                                          \
	}                                                                                                              \
	static int show_##family##_mask(struct text *text, const uint64_t *ids)                                        \
	{                                                                                                              \
		struct cpuset set = {0};                                                                               \
		family(ids, &set);                                                                                     \
		return show_mask(text, &set);                                                                          \
	}
CPU_FAMILY(thread_siblings)
CPU_FAMILY(package_siblings)
CPU_FAMILY(cache_sharers)
CPU_FAMILY(node_cpus)

#define PLACE(field)                                                                                                   \
	static int show_place_##field(struct text *text, const uint64_t *ids)                                          \
	{                                                                                                              \
		struct cpu_place place;                                                                                \
		arch_cpu_place(ids[0], &place);                                                                        \
		text_printf(text, "%u\n", place.field);                                                                \
		return 0;                                                                                              \
	}
PLACE(package)
PLACE(core)

#define CACHE(field)                                                                                                   \
	static int show_cache_##field(struct text *text, const uint64_t *ids)                                          \
	{                                                                                                              \
		struct cpu_cache cache;                                                                                \
		if (!arch_cpu_cache(ids[1], &cache))                                                                   \
			return -ENOENT;                                                                                \
		text_printf(text, "%u\n", cache.field);                                                                \
		return 0;                                                                                              \
	}
CACHE(level)
CACHE(line_size)
CACHE(partitions)
CACHE(ways)
CACHE(sets)

static int show_cache_size(struct text *text, const uint64_t *ids)
{
	struct cpu_cache cache;
	if (!arch_cpu_cache(ids[1], &cache))
		return -ENOENT;
	text_printf(text, "%uK\n", cache.line_size * cache.partitions * cache.ways * cache.sets / 1024);
	return 0;
}

static int show_cache_type(struct text *text, const uint64_t *ids)
{
	static const char *const names[] = {
		[CPU_CACHE_DATA] = "Data", [CPU_CACHE_INSTRUCTION] = "Instruction", [CPU_CACHE_UNIFIED] = "Unified"};
	struct cpu_cache cache;
	if (!arch_cpu_cache(ids[1], &cache))
		return -ENOENT;
	text_printf(text, "%s\n", names[cache.type]);
	return 0;
}

static int show_all_nodes(struct text *text, const uint64_t *ids)
{
	if (nodes_count() > 1)
		text_printf(text, "0-%u\n", nodes_count() - 1);
	else
		text_printf(text, "0\n");
	return 0;
}

static int show_distance(struct text *text, const uint64_t *ids)
{
	for (unsigned node = 0; node < nodes_count(); node++)
		text_printf(text, "%s%u", node ? " " : "", arch_node_distance((unsigned)ids[0], node));
	text_printf(text, "\n");
	return 0;
}

static int show_node_meminfo(struct text *text, const uint64_t *ids)
{
	struct memory_stats memory;
	page_stats((int)ids[0], &memory);
	const struct {
		const char *label;
		uint64_t bytes;
	} rows[] = {{"MemTotal:", memory.total}, {"MemFree:", memory.free}, {"MemUsed:", memory.total - memory.free}};
	for (unsigned i = 0; i < array_size(rows); i++) {
		text_printf(text, "Node %lu ", (unsigned long)ids[0]);
		text_kib(text, rows[i].label, rows[i].bytes);
	}
	return 0;
}

#define CPU       "devices/system/cpu/"
#define TOPOLOGY  CPU "cpu*/topology/"
#define CPU_CACHE CPU "cpu*/cache/index*"
#define NODE      "devices/system/node/"
#define HUGE      "kernel/mm/hugepages/hugepages-2048kB/"
#define THP       "kernel/mm/transparent_hugepage/"

static const struct pseudo_entry entries[] = {
	{.path = CPU "kernel_max", .show = show_kernel_max},
	{.path = CPU "offline", .show = show_nothing},
	{.path = CPU "online", .show = show_all_cpus},
	{.path = CPU "possible", .show = show_all_cpus},
	{.path = CPU "present", .show = show_all_cpus},
	{.path = CPU "cpu*", .next = next_cpu},
	{.path = CPU "cpu*/online", .show = show_one},
	{.path = TOPOLOGY "core_cpus", .show = show_thread_siblings_mask},
	{.path = TOPOLOGY "core_cpus_list", .show = show_thread_siblings_list},
	{.path = TOPOLOGY "core_id", .show = show_place_core},
	{.path = TOPOLOGY "core_siblings", .show = show_package_siblings_mask},
	{.path = TOPOLOGY "core_siblings_list", .show = show_package_siblings_list},
	{.path = TOPOLOGY "die_id", .show = show_zero},
	{.path = TOPOLOGY "package_cpus", .show = show_package_siblings_mask},
	{.path = TOPOLOGY "package_cpus_list", .show = show_package_siblings_list},
	{.path = TOPOLOGY "physical_package_id", .show = show_place_package},
	{.path = TOPOLOGY "thread_siblings", .show = show_thread_siblings_mask},
	{.path = TOPOLOGY "thread_siblings_list", .show = show_thread_siblings_list},
	{.path = CPU_CACHE, .next = next_cache},
	{.path = CPU_CACHE "/coherency_line_size", .show = show_cache_line_size},
	{.path = CPU_CACHE "/level", .show = show_cache_level},
	{.path = CPU_CACHE "/number_of_sets", .show = show_cache_sets},
	{.path = CPU_CACHE "/physical_line_partition", .show = show_cache_partitions},
	{.path = CPU_CACHE "/shared_cpu_list", .show = show_cache_sharers_list},
	{.path = CPU_CACHE "/shared_cpu_map", .show = show_cache_sharers_mask},
	{.path = CPU_CACHE "/size", .show = show_cache_size},
	{.path = CPU_CACHE "/type", .show = show_cache_type},
	{.path = CPU_CACHE "/ways_of_associativity", .show = show_cache_ways},
	{.path = NODE "has_cpu", .show = show_all_nodes},
	{.path = NODE "has_memory", .show = show_all_nodes},
	{.path = NODE "has_normal_memory", .show = show_all_nodes},
	{.path = NODE "online", .show = show_all_nodes},
	{.path = NODE "possible", .show = show_all_nodes},
	{.path = NODE "node*", .next = next_node},
	{.path = NODE "node*/cpulist", .show = show_node_cpus_list},
	{.path = NODE "node*/cpumap", .show = show_node_cpus_mask},
	{.path = NODE "node*/distance", .show = show_distance},
	{.path = NODE "node*/meminfo", .show = show_node_meminfo},
	{.path = "fs/cgroup", .mode = S_IFDIR | 0555},
	{.path = HUGE "free_hugepages", .show = show_zero},
	{.path = HUGE "nr_hugepages", .show = show_zero},
	{.path = HUGE "nr_overcommit_hugepages", .show = show_zero},
	{.path = HUGE "resv_hugepages", .show = show_zero},
	{.path = HUGE "surplus_hugepages", .show = show_zero},
	{.path = THP "defrag", .show = show_thp_defrag},
	{.path = THP "enabled", .show = show_thp_enabled},
	{.path = THP "hpage_pmd_size", .show = show_thp_size},
	{.path = THP "khugepaged/max_ptes_none", .show = show_zero},
	{.path = THP "shmem_enabled", .show = show_thp_shmem},
	{.path = THP "use_zero_page", .show = show_zero},
};

struct superblock *sysfs_super(void)
{
	const struct pseudo_table table = PSEUDO_TABLE(entries);
	return pseudo_new("sysfs", SYSFS_MAGIC, &table, 1);
}
