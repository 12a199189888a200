/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc/1, which /proc/self leads to, and its task/: stat, status, cmdline, limits … (proc(5)). */
#include <linux/errno.h>
#include "fs/procfs.h"
#include "fs/procfs_values.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/core.h"
#include "sched/process.h"
#include "sched/rlimit.h"
#include "sched/thread.h"
#include "time/clock.h"
#include "time/posix_clock.h"

#define TICK_NS 10000000ULL /* USER_HZ is 100 */

/** Thread of a task/TID file, or the first one for files of the process itself. NULL: it has ended. A reference. */
static struct thread *thread_of(uint64_t id)
{
	return thread_find(id ? (int32_t)id : process.pid);
}

static int64_t next_thread(int64_t from, const uint64_t *ids)
{
	struct thread *thread;
	int64_t found = -1;
	spin_lock(&process.threads_lock);
	list_for_each (thread, &process.threads, process_link)
		if (thread->tid >= from && (found < 0 || thread->tid < found))
			found = thread->tid;
	spin_unlock(&process.threads_lock);
	return found;
}

static char state_of(const struct thread *thread)
{
	static const char letters[] = {
		[THREAD_RUNNABLE] = 'R', [THREAD_BLOCKED] = 'S', [THREAD_UNINTERRUPTIBLE] = 'D', [THREAD_DEAD] = 'Z'};
	return thread ? letters[atomic_load(&thread->state) % sizeof(letters)] : 'Z';
}

static const char *name_of(const struct thread *thread)
{
	return thread ? thread->name : "ended";
}

/** Masks as /proc shows them. */
struct signal_masks {
	uint64_t pending, shared, blocked, ignored, caught;
	uint32_t queued;
};

static void read_signal_masks(struct thread *thread, struct signal_masks *masks)
{
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);
	*masks = (struct signal_masks){.shared = process.signals.pending.set, .queued = process.signals.queued};
	if (thread) {
		masks->pending = thread->signals.pending.set;
		masks->blocked = thread->signals.blocked;
	}
	for (unsigned i = 0; i < SIGNALS; i++) {
		if (process.signals.actions[i].sa_handler == SIG_IGN)
			masks->ignored |= 1ULL << i;
		else if (process.signals.actions[i].sa_handler != SIG_DFL)
			masks->caught |= 1ULL << i;
	}
	spin_unlock_irqrestore(&process.signals.lock, flags);
}

struct fault_counts {
	uint64_t minor, major;
};

static struct fault_counts count_faults(struct thread *only)
{
	struct fault_counts counts = {0};
	struct thread *thread;
	spin_lock(&process.threads_lock);
	list_for_each (thread, &process.threads, process_link) {
		if (only && thread != only)
			continue;
		counts.minor += thread->faults_minor;
		counts.major += thread->faults_major;
	}
	spin_unlock(&process.threads_lock);
	return counts;
}

/** The fields in order; what the isle has no notion of is 0 (or -1 where that means "none"). */
static int show_stat(struct text *text, const uint64_t *ids)
{
	struct thread *thread = thread_of(ids[0]);
	struct signal_masks masks;
	struct mm_stats stats;
	read_signal_masks(thread, &masks);
	mm_stats(&stats);
	struct fault_counts faults = count_faults(ids[0] ? thread : NULL);
	uint64_t ns = ids[0] && thread ? thread_cpu_ns(thread) : posix_clock_process_ns();
	text_printf(text, "%lu (%s) %c 0 %u %u 0 -1 4194304",
		ids[0] ? (unsigned long)ids[0] : (unsigned long)process.pid, name_of(thread), state_of(thread),
		process.pid, process.pid);
	text_printf(text, " %lu 0 %lu 0 %lu 0 0 0", (unsigned long)faults.minor, (unsigned long)faults.major,
		(unsigned long)(ns / TICK_NS));
	text_printf(text, " 20 %d %u 0 %lu %lu %lu %lu", thread ? thread->nice : 0, process.thread_count,
		(unsigned long)(process.start_ns / TICK_NS), (unsigned long)stats.mapped,
		(unsigned long)(stats.resident >> PAGE_SHIFT), (unsigned long)rlimit_get(RLIMIT_RSS));
	text_printf(text, " 1 1 %lu 0 0 %lu %lu %lu %lu", (unsigned long)process.auxv_start,
		(unsigned long)(masks.pending & 0x7fffffff), (unsigned long)(masks.blocked & 0x7fffffff),
		(unsigned long)(masks.ignored & 0x7fffffff), (unsigned long)(masks.caught & 0x7fffffff));
	text_printf(text, " 0 0 0 17 %u %d %d 0 0 0 0 0 0", thread && thread->core ? thread->core->id : 0,
		thread ? thread->priority : 0, thread ? thread->policy : 0);
	text_printf(text, " %lu %lu %lu %lu 0\n", (unsigned long)process.arg_start, (unsigned long)process.arg_end,
		(unsigned long)process.env_start, (unsigned long)process.env_end);
	if (thread)
		thread_put(thread);
	return 0;
}

static void show_memory(struct text *text)
{
	struct mm_stats stats;
	mm_stats(&stats);
	const struct {
		const char *label;
		uint64_t bytes;
	} lines[] = {
		{"VmPeak:", stats.mapped},
		{"VmSize:", stats.mapped},
		{"VmLck:", stats.locked},
		{"VmPin:", 0},
		{"VmHWM:", stats.resident_peak},
		{"VmRSS:", stats.resident},
		{"RssAnon:", stats.resident},
		{"RssFile:", 0},
		{"RssShmem:", 0},
		{"VmData:", stats.data},
		{"VmStk:", stats.stack},
		{"VmExe:", stats.text},
		{"VmLib:", 0},
		{"VmPTE:", stats.page_tables},
		{"VmSwap:", 0},
		{"HugetlbPages:", 0},
	};
	for (unsigned i = 0; i < array_size(lines); i++)
		text_printf(text, "%s\t%8lu kB\n", lines[i].label, (unsigned long)(lines[i].bytes >> 10));
}

static void show_signals(struct text *text, struct thread *thread)
{
	struct signal_masks masks;
	read_signal_masks(thread, &masks);
	text_printf(text, "SigQ:\t%u/%lu\n", masks.queued, (unsigned long)rlimit_get(RLIMIT_SIGPENDING));
	text_printf(text, "SigPnd:\t%016lx\nShdPnd:\t%016lx\nSigBlk:\t%016lx\nSigIgn:\t%016lx\nSigCgt:\t%016lx\n",
		(unsigned long)masks.pending, (unsigned long)masks.shared, (unsigned long)masks.blocked,
		(unsigned long)masks.ignored, (unsigned long)masks.caught);
}

static void show_affinity(struct text *text, struct thread *thread)
{
	struct cpuset all = {0};
	if (thread)
		all = thread->affinity;
	text_printf(text, "Cpus_allowed:\t");
	values_cpu_mask(text, &all);
	text_printf(text, "\nCpus_allowed_list:\t");
	values_cpu_list(text, &all);
	text_printf(text, "\nMems_allowed:\t1\nMems_allowed_list:\t0-%u\n", nodes_count() - 1);
}

static const char *state_text(char letter)
{
	switch (letter) {
	case 'R':
		return "R (running)";
	case 'S':
		return "S (sleeping)";
	case 'D':
		return "D (disk sleep)";
	default:
		return "Z (zombie)";
	}
}

static int show_status(struct text *text, const uint64_t *ids)
{
	struct thread *thread = thread_of(ids[0]);
	unsigned long capabilities = process.uid == 0 ? 0x1ffffffffffUL : 0;
	text_printf(text,
		"Name:\t%s\nUmask:\t%04o\nState:\t%s\nTgid:\t%u\nNgid:\t0\nPid:\t%lu\nPPid:\t0\nTracerPid:\t0\n",
		name_of(thread), process.umask, state_text(state_of(thread)), process.pid,
		ids[0] ? (unsigned long)ids[0] : (unsigned long)process.pid);
	text_printf(text, "Uid:\t%u\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\t%u\nFDSize:\t%lu\nGroups:\t\n", process.uid,
		process.uid, process.uid, process.uid, process.gid, process.gid, process.gid, process.gid,
		(unsigned long)rlimit_get(RLIMIT_NOFILE));
	show_memory(text);
	text_printf(text, "CoreDumping:\t0\nTHP_enabled:\t1\nThreads:\t%u\n", process.thread_count);
	show_signals(text, thread);
	text_printf(text, "CapInh:\t%016lx\nCapPrm:\t%016lx\nCapEff:\t%016lx\nCapBnd:\t%016lx\nCapAmb:\t%016lx\n", 0UL,
		capabilities, capabilities, 0x1ffffffffffUL, 0UL);
	text_printf(text, "NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n");
	show_affinity(text, thread);
	text_printf(text, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n",
		thread ? (unsigned long)thread->switches_voluntary : 0UL,
		thread ? (unsigned long)thread->switches_involuntary : 0UL);
	if (thread)
		thread_put(thread);
	return 0;
}

/** Bytes of program memory, as the program left them. */
static int show_program_bytes(struct text *text, uint64_t start, uint64_t end)
{
	char part[256];
	for (uint64_t at = start; at < end; at += sizeof(part)) {
		size_t size = min(end - at, (uint64_t)sizeof(part));
		if (user_copy_from(part, at, size) < 0)
			return 0;
		text_write(text, part, size);
	}
	return 0;
}

static int show_cmdline(struct text *text, const uint64_t *ids)
{
	return show_program_bytes(text, process.arg_start, process.arg_end);
}

static int show_environ(struct text *text, const uint64_t *ids)
{
	return show_program_bytes(text, process.env_start, process.env_end);
}

static int show_auxv(struct text *text, const uint64_t *ids)
{
	return show_program_bytes(text, process.auxv_start, process.auxv_start + process.auxv_size);
}

static int show_comm(struct text *text, const uint64_t *ids)
{
	struct thread *thread = thread_of(ids[0]);
	text_printf(text, "%s\n", name_of(thread));
	if (thread)
		thread_put(thread);
	return 0;
}

static int store_comm(const char *name, const uint64_t *ids)
{
	struct thread *thread = thread_of(ids[0]);
	if (!thread)
		return -ESRCH;
	char short_name[sizeof(thread->name)];
	strlcpy(short_name, name, sizeof(short_name));
	char *end = strchr(short_name, '\n');
	if (end)
		*end = 0;
	memcpy(thread->name, short_name, sizeof(short_name));
	thread_put(thread);
	return 0;
}

static void show_limit(struct text *text, const char *name, int resource, const char *unit)
{
	struct rlimit64 limit;
	char soft[24] = "unlimited", hard[24] = "unlimited";
	if (rlimit_exchange(resource, NULL, &limit) < 0)
		return;
	if (limit.rlim_cur != RLIMIT_INFINITY)
		snprintf(soft, sizeof(soft), "%lu", (unsigned long)limit.rlim_cur);
	if (limit.rlim_max != RLIMIT_INFINITY)
		snprintf(hard, sizeof(hard), "%lu", (unsigned long)limit.rlim_max);
	text_printf(text, "%-25s %-20s %-20s %-10s\n", name, soft, hard, unit);
}

static int show_limits(struct text *text, const uint64_t *ids)
{
	static const struct {
		const char *name, *unit;
		int resource;
	} rows[] = {
		{"Max cpu time", "seconds", RLIMIT_CPU},
		{"Max file size", "bytes", RLIMIT_FSIZE},
		{"Max data size", "bytes", RLIMIT_DATA},
		{"Max stack size", "bytes", RLIMIT_STACK},
		{"Max core file size", "bytes", RLIMIT_CORE},
		{"Max resident set", "bytes", RLIMIT_RSS},
		{"Max processes", "processes", RLIMIT_NPROC},
		{"Max open files", "files", RLIMIT_NOFILE},
		{"Max locked memory", "bytes", RLIMIT_MEMLOCK},
		{"Max address space", "bytes", RLIMIT_AS},
		{"Max file locks", "locks", RLIMIT_LOCKS},
		{"Max pending signals", "signals", RLIMIT_SIGPENDING},
		{"Max msgqueue size", "bytes", RLIMIT_MSGQUEUE},
		{"Max nice priority", "", RLIMIT_NICE},
		{"Max realtime priority", "", RLIMIT_RTPRIO},
		{"Max realtime timeout", "us", RLIMIT_RTTIME},
	};
	text_printf(text, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (unsigned i = 0; i < array_size(rows); i++)
		show_limit(text, rows[i].name, rows[i].resource, rows[i].unit);
	return 0;
}

static int show_cgroup(struct text *text, const uint64_t *ids)
{
	text_printf(text, "0::/\n");
	return 0;
}

static int show_schedstat(struct text *text, const uint64_t *ids)
{
	struct thread *thread = thread_of(ids[0]);
	if (!thread)
		return -ESRCH;
	text_printf(text, "%lu 0 %lu\n", (unsigned long)thread_cpu_ns(thread),
		(unsigned long)(thread->switches_voluntary + thread->switches_involuntary));
	thread_put(thread);
	return 0;
}

/* Kept and shown again; nothing in the kernel looks at them: it writes no core files, and there is nobody else to kill.
 */
static _Atomic int64_t coredump_filter = 0x33, oom_score_adj;

static int show_coredump_filter(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%08lx\n", (unsigned long)coredump_filter);
	return 0;
}

static int store_coredump_filter(const char *value, const uint64_t *ids)
{
	int64_t number;
	if (!values_parse(value, &number) || number < 0 || number > UINT32_MAX)
		return -EINVAL;
	coredump_filter = number & 0x1ff;
	return 0;
}

static int show_oom_score_adj(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%ld\n", (long)oom_score_adj);
	return 0;
}

static int store_oom_score_adj(const char *value, const uint64_t *ids)
{
	int64_t number;
	if (!values_parse(value, &number) || number < -1000 || number > 1000)
		return -EINVAL;
	oom_score_adj = number;
	return 0;
}

static int show_zero(struct text *text, const uint64_t *ids)
{
	text_printf(text, "0\n");
	return 0;
}

static int show_self(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%u", process.pid);
	return 0;
}

static int show_thread_self(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%u/task/%d", process.pid, thread_current()->tid);
	return 0;
}

#define LINK (S_IFLNK | 0777)

static const struct pseudo_entry entries[] = {
	{.path = "self", .mode = LINK, .show = show_self},
	{.path = "thread-self", .mode = LINK, .show = show_thread_self},
	{.path = "@/auxv", .mode = S_IFREG | 0400, .show = show_auxv},
	{.path = "@/cgroup", .show = show_cgroup},
	{.path = "@/cmdline", .show = show_cmdline},
	{.path = "@/comm", .show = show_comm, .store = store_comm},
	{.path = "@/coredump_filter", .show = show_coredump_filter, .store = store_coredump_filter},
	{.path = "@/environ", .mode = S_IFREG | 0400, .show = show_environ},
	{.path = "@/limits", .show = show_limits},
	{.path = "@/mountinfo", .show = procfs_show_mountinfo},
	{.path = "@/mounts", .show = procfs_show_mounts},
	{.path = "@/oom_score", .show = show_zero},
	{.path = "@/oom_score_adj", .show = show_oom_score_adj, .store = store_oom_score_adj},
	{.path = "@/schedstat", .show = show_schedstat},
	{.path = "@/stat", .show = show_stat},
	{.path = "@/status", .show = show_status},
	{.path = "@/task/*", .next = next_thread},
	{.path = "@/task/*/cgroup", .show = show_cgroup},
	{.path = "@/task/*/cmdline", .show = show_cmdline},
	{.path = "@/task/*/comm", .show = show_comm, .store = store_comm},
	{.path = "@/task/*/schedstat", .show = show_schedstat},
	{.path = "@/task/*/stat", .show = show_stat},
	{.path = "@/task/*/status", .show = show_status},
};

const struct pseudo_table procfs_process_files = PSEUDO_TABLE(entries);
