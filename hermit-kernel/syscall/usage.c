/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls about what the program uses and may use. CPU time is reported as user time: kernel and program share a
 * ring, and telling their times apart would cost every system call two readings of a clock.
 */
#include <asm/errno.h>
#include <linux/resource.h>
#include <linux/times.h>
#include "lib/string.h"
#include "mm/mm.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/rlimit.h"
#include "sched/thread.h"
#include "syscall/syscall.h"
#include "time/clock.h"
#include "time/posix_clock.h"

#define TICKS_PER_SEC 100 /* AT_CLKTCK */

static void add_thread(struct rusage *usage, struct thread *thread)
{
	usage->ru_minflt += (long)atomic_load(&thread->faults_minor);
	usage->ru_majflt += (long)atomic_load(&thread->faults_major);
	usage->ru_nvcsw += (long)atomic_load(&thread->switches_voluntary);
	usage->ru_nivcsw += (long)atomic_load(&thread->switches_involuntary);
}

static void set_common(struct rusage *usage, uint64_t cpu_ns)
{
	struct mm_stats memory;

	mm_stats(&memory);
	usage->ru_maxrss = (long)(memory.resident_peak / KIB(1));
	usage->ru_utime.tv_sec = (long)(cpu_ns / NS_PER_SEC);
	usage->ru_utime.tv_usec = (long)(cpu_ns % NS_PER_SEC / NS_PER_USEC);
}

static void measure_process(struct rusage *usage)
{
	struct thread *thread;
	irqflags_t flags;

	set_common(usage, posix_clock_process_ns());
	flags = spin_lock_irqsave(&process.threads_lock);
	list_for_each (thread, &process.threads, process_link)
		add_thread(usage, thread);
	spin_unlock_irqrestore(&process.threads_lock, flags);
}

/** getrusage(who, usage) */
long sys_getrusage(const uint64_t *args)
{
	struct rusage usage;

	memset(&usage, 0, sizeof(usage));
	switch ((int)args[0]) {
	case RUSAGE_SELF:
		measure_process(&usage);
		break;
	case RUSAGE_THREAD:
		set_common(&usage, thread_cpu_ns(thread_current()));
		add_thread(&usage, thread_current());
		break;
	case RUSAGE_CHILDREN:
		break;
	default:
		return -EINVAL;
	}
	return user_put(args[1], &usage);
}

/** times(buffer): clock ticks since the start of the isle */
long sys_times(const uint64_t *args)
{
	struct tms times;

	memset(&times, 0, sizeof(times));
	times.tms_utime = (long)(posix_clock_process_ns() / (NS_PER_SEC / TICKS_PER_SEC));
	if (args[0] && user_put(args[0], &times))
		return -EFAULT;
	return (long)(clock_monotonic_ns() / (NS_PER_SEC / TICKS_PER_SEC));
}

/** prlimit64(pid, resource, limit, old) */
long sys_prlimit64(const uint64_t *args)
{
	struct rlimit64 limit, old;
	int error;

	if ((int)args[0] != 0 && (int)args[0] != process.pid)
		return -ESRCH;
	if (args[2] && user_get(&limit, args[2]))
		return -EFAULT;
	error = rlimit_exchange((int)args[1], args[2] ? &limit : NULL, &old);
	return error || !args[3] ? error : user_put(args[3], &old);
}

/** getrlimit(resource, limit); struct rlimit is the same on 64-bit machines */
long sys_getrlimit(const uint64_t *args)
{
	struct rlimit64 old;
	int error = rlimit_exchange((int)args[0], NULL, &old);

	return error ? error : user_put(args[1], &old);
}

/** setrlimit(resource, limit) */
long sys_setrlimit(const uint64_t *args)
{
	struct rlimit64 limit;

	if (user_get(&limit, args[1]))
		return -EFAULT;
	return rlimit_exchange((int)args[0], &limit, NULL);
}
