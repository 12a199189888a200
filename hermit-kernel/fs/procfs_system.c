/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc/meminfo, cpuinfo, stat, mounts … (proc(5)). */
#include <arch/cpuinfo.h>
#include <linux/errno.h>
#include "fs/procfs.h"
#include "fs/tmpfs.h"
#include "isle/boot_info.h"
#include "isle/identity.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "sched/core.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "time/clock.h"

#define TICK_NS   10000000ULL /* USER_HZ is 100 */
#define PATH_SIZE 4096

static int show_meminfo(struct text *text, const uint64_t *ids)
{
	struct memory_stats memory;
	struct mm_stats program;
	page_stats(NODE_ANY, &memory);
	mm_stats(&program);
	uint64_t shared = tmpfs_bytes_used();
	const struct {
		const char *label;
		uint64_t bytes;
	} rows[] = {
		{"MemTotal:", memory.total},
		{"MemFree:", memory.free},
		{"MemAvailable:", memory.free},
		{"Buffers:", 0},
		{"Cached:", shared},
		{"SwapCached:", 0},
		{"Active:", program.resident},
		{"Inactive:", 0},
		{"Active(anon):", program.resident},
		{"Inactive(anon):", 0},
		{"Active(file):", 0},
		{"Inactive(file):", 0},
		{"Unevictable:", 0},
		{"Mlocked:", program.locked},
		{"SwapTotal:", 0},
		{"SwapFree:", 0},
		{"Dirty:", 0},
		{"Writeback:", 0},
		{"AnonPages:", program.resident},
		{"Mapped:", program.resident},
		{"Shmem:", shared},
		{"KReclaimable:", 0},
		{"Slab:", heap_bytes_used()},
		{"SReclaimable:", 0},
		{"SUnreclaim:", heap_bytes_used()},
		{"KernelStack:", (uint64_t)process.thread_count * 16384},
		{"PageTables:", program.page_tables},
		{"NFS_Unstable:", 0},
		{"Bounce:", 0},
		{"WritebackTmp:", 0},
		{"CommitLimit:", memory.total},
		{"Committed_AS:", program.mapped},
		{"VmallocTotal:", 34359738367ULL << 10},
		{"VmallocUsed:", 0},
		{"VmallocChunk:", 0},
		{"AnonHugePages:", 0},
		{"ShmemHugePages:", 0},
	};
	for (unsigned i = 0; i < array_size(rows); i++)
		text_kib(text, rows[i].label, rows[i].bytes);
	text_printf(text, "HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\n"
			  "HugePages_Surp:        0\nHugepagesize:       2048 kB\nHugetlb:               0 kB\n");
	return 0;
}

static int show_cpuinfo(struct text *text, const uint64_t *ids)
{
	char *description = heap_alloc(CPU_DESCRIPTION_MAX);
	if (!description)
		return -ENOMEM;
	core_for_each (id) {
		arch_cpu_describe(id, description, CPU_DESCRIPTION_MAX);
		text_printf(text, "processor\t: %u\n%s\n", id, description);
	}
	heap_free(description);
	return 0;
}

/** `cores`: how many these are the times of together. */
static void show_cpu_times(struct text *text, uint64_t idle_ns, unsigned cores)
{
	uint64_t all_ns = clock_monotonic_ns() * cores, busy_ns = all_ns - min(idle_ns, all_ns);
	text_printf(text, " %lu 0 0 %lu 0 0 0 0 0 0\n", (unsigned long)(busy_ns / TICK_NS),
		(unsigned long)(idle_ns / TICK_NS));
}

static int show_stat(struct text *text, const uint64_t *ids)
{
	uint64_t idle = 0, interrupts = 0, switches = 0;
	core_for_each (id) {
		struct core *core = core_get(id);
		idle += core_idle_ns(core);
		interrupts += core->interrupts;
		switches += core->switches;
	}
	text_printf(text, "cpu ");
	show_cpu_times(text, idle, cores_online());
	core_for_each (id) {
		text_printf(text, "cpu%u", id);
		show_cpu_times(text, core_idle_ns(core_get(id)), 1);
	}
	text_printf(text, "intr %lu\nctxt %lu\nbtime %ld\nprocesses 1\nprocs_running %u\nprocs_blocked 0\nsoftirq 0\n",
		(unsigned long)interrupts, (unsigned long)switches,
		(long)(clock_realtime_offset_ns() / (int64_t)NS_PER_SEC), sched_load());
	return 0;
}

/** The isle keeps no averages: the load of now. */
static int show_loadavg(struct text *text, const uint64_t *ids)
{
	unsigned load = sched_load();
	text_printf(text, "%u.00 %u.00 %u.00 %u/%u %u\n", load, load, load, load, process.thread_count,
		process.thread_peak);
	return 0;
}

static int show_uptime(struct text *text, const uint64_t *ids)
{
	uint64_t idle = 0, hundredths = clock_monotonic_ns() / TICK_NS;
	core_for_each (id)
		idle += core_idle_ns(core_get(id)) / TICK_NS;
	text_printf(text, "%lu.%02lu %lu.%02lu\n", (unsigned long)(hundredths / 100), (unsigned long)(hundredths % 100),
		(unsigned long)(idle / 100), (unsigned long)(idle % 100));
	return 0;
}

static int show_version(struct text *text, const uint64_t *ids)
{
	text_printf(text, "Linux version %s (HermitCore) (gcc %s) %s\n", ISLE_RELEASE, __VERSION__, ISLE_VERSION);
	return 0;
}

static int show_filesystems(struct text *text, const uint64_t *ids)
{
	text_printf(text, "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\t9p\n\terofs\n");
	return 0;
}

/** No controllers: a JVM sees that it runs in no container. */
static int show_cgroups(struct text *text, const uint64_t *ids)
{
	text_printf(text, "#subsys_name\thierarchy\tnum_cgroups\tenabled\n");
	return 0;
}

static void show_counter(struct text *text, const char *name, size_t offset, const char *what)
{
	text_printf(text, "%s:", name);
	core_for_each (id) {
		const _Atomic uint64_t *counter = (const void *)((const char *)core_get(id) + offset);
		text_printf(text, " %10lu", (unsigned long)*counter);
	}
	text_printf(text, "   %s\n", what);
}

static int show_interrupts(struct text *text, const uint64_t *ids)
{
	text_printf(text, "    ");
	core_for_each (id)
		text_printf(text, "       CPU%-3u", id);
	text_printf(text, "\n");
	show_counter(text, "INT", offsetof(struct core, interrupts), "All interrupts");
	show_counter(text, "LOC", offsetof(struct core, timer_interrupts), "Local timer interrupts");
	show_counter(text, "DEV", offsetof(struct core, device_interrupts), "Device interrupts");
	show_counter(text, "RES", offsetof(struct core, reschedules), "Rescheduling interrupts");
	show_counter(text, "CAL", offsetof(struct core, calls), "Function call interrupts");
	show_counter(text, "TLB", offsetof(struct core, tlb_interrupts), "TLB shootdowns");
	return 0;
}

static int show_command_line(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%s\n", boot_info.loader.command_line ? boot_info.loader.command_line : "");
	return 0;
}

static int show_swaps(struct text *text, const uint64_t *ids)
{
	text_printf(text, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	return 0;
}

static int show_vmstat(struct text *text, const uint64_t *ids)
{
	struct memory_stats memory;
	uint64_t faults = 0;
	page_stats(NODE_ANY, &memory);
	core_for_each (id)
		faults += core_get(id)->page_faults;
	text_printf(text, "nr_free_pages %lu\npgfault %lu\npgmajfault 0\npswpin 0\npswpout 0\n",
		(unsigned long)(memory.free >> PAGE_SHIFT), (unsigned long)faults);
	return 0;
}

struct mount_list {
	struct text *text;
	char *path;
	bool info;
	unsigned id; /* of the mount that is shown next */
};

/** The number of the mount that a dentry is in, counted from 1 as show_mount does. */
struct mount_search {
	struct dentry *root;
	unsigned count, found;
};

static void compare_mount(struct dentry *root, void *arg)
{
	struct mount_search *search = arg;
	search->count++;
	if (root == search->root)
		search->found = search->count;
}

static unsigned mount_of(struct dentry *dentry)
{
	if (!dentry)
		return 0;
	while (dentry->parent != dentry) /* what is above a mount point stays: it is in use */
		dentry = dentry->parent;
	struct mount_search search = {.root = dentry};
	vfs_for_each_mount(compare_mount, &search);
	return search.found;
}

static void show_mount(struct dentry *root, void *arg)
{
	struct mount_list *list = arg;
	struct superblock *super = root->inode->super;
	const char *access = super->read_only ? "ro" : "rw";
	if (vfs_path(root, list->path, PATH_SIZE) < 0)
		return;
	if (list->info) {
		text_printf(list->text, "%u %u %lu:%lu / ", list->id, mount_of(root->mountpoint),
			(unsigned long)(super->device >> 8 & 0xfff),
			(unsigned long)((super->device & 0xff) | (super->device >> 12 & 0xfff00)));
		text_escaped(list->text, list->path);
		text_printf(list->text, " %s,relatime - %s %s %s\n", access, super->type, super->source, access);
	} else {
		text_printf(list->text, "%s ", super->source);
		text_escaped(list->text, list->path);
		text_printf(list->text, " %s %s,relatime 0 0\n", super->type, access);
	}
	list->id++;
}

static int show_all_mounts(struct text *text, bool info)
{
	struct mount_list list = {.text = text, .path = heap_alloc(PATH_SIZE), .info = info, .id = 1};
	if (!list.path)
		return -ENOMEM;
	vfs_for_each_mount(show_mount, &list);
	heap_free(list.path);
	return 0;
}

int procfs_show_mounts(struct text *text, const uint64_t *ids)
{
	return show_all_mounts(text, false);
}

int procfs_show_mountinfo(struct text *text, const uint64_t *ids)
{
	return show_all_mounts(text, true);
}

static int show_mounts_link(struct text *text, const uint64_t *ids)
{
	text_printf(text, "self/mounts");
	return 0;
}

static const struct pseudo_entry entries[] = {
	{.path = "cgroups", .show = show_cgroups},
	{.path = "cmdline", .show = show_command_line},
	{.path = "cpuinfo", .show = show_cpuinfo},
	{.path = "filesystems", .show = show_filesystems},
	{.path = "interrupts", .show = show_interrupts},
	{.path = "loadavg", .show = show_loadavg},
	{.path = "meminfo", .show = show_meminfo},
	{.path = "mounts", .mode = S_IFLNK | 0777, .show = show_mounts_link},
	{.path = "stat", .show = show_stat},
	{.path = "swaps", .show = show_swaps},
	{.path = "uptime", .show = show_uptime},
	{.path = "version", .show = show_version},
	{.path = "vmstat", .show = show_vmstat},
};

const struct pseudo_table procfs_system_files = PSEUDO_TABLE(entries);
