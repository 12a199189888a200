/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the Java API needs beside the kernel's public headers, in a form that costs it no object: facts as arrays of
 * 64-bit numbers, and the calling thread's cores on Linux. As the kernel's own functions, these return a negative
 * errno.
 */
#ifndef HERMIT_BINDINGS_H
#define HERMIT_BINDINGS_H

#include <errno.h>
#include <hermit/hermit.h>
#include <sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/** Facts of a core: node, package, physical core, hardware thread. Results as hermit_core_info. */
static inline int hermit_java_core(int core, int64_t facts[4])
{
	struct hermit_core_info info = {.size = sizeof(info)};
	int result = hermit_core_info(core, &info);

	facts[0] = info.node;
	facts[1] = info.package;
	facts[2] = info.physical;
	facts[3] = info.thread;
	return result;
}

/** Facts of a cache: level, type, line, ways, capacity, lowest core that shares it. Results as hermit_cache_info. */
static inline int hermit_java_cache(int core, int index, int64_t facts[6])
{
	struct hermit_cache_info info = {.size = sizeof(info)};
	int result = hermit_cache_info(core, index, &info);

	facts[0] = info.level;
	facts[1] = info.type;
	facts[2] = info.line;
	facts[3] = info.ways;
	facts[4] = (int64_t)info.capacity;
	facts[5] = info.first_core;
	return result;
}

/** Bytes of memory of a node: total, free. Results as hermit_memory_info. */
static inline int hermit_java_memory(int node, int64_t facts[2])
{
	struct hermit_memory_info info = {.size = sizeof(info)};
	int result = hermit_memory_info(node, &info);

	facts[0] = (int64_t)info.total;
	facts[1] = (int64_t)info.free;
	return result;
}

/** Counters of a core in the order of struct hermit_counters, from `switches` on. Results as hermit_counters. */
static inline int hermit_java_counters(int core, int64_t values[9])
{
	struct hermit_counters counters = {.size = sizeof(counters)};
	int result = hermit_counters(core, &counters);

	values[0] = (int64_t)counters.switches;
	values[1] = (int64_t)counters.interrupts;
	values[2] = (int64_t)counters.timer_interrupts;
	values[3] = (int64_t)counters.device_interrupts;
	values[4] = (int64_t)counters.reschedules;
	values[5] = (int64_t)counters.tlb_interrupts;
	values[6] = (int64_t)counters.page_faults;
	values[7] = (int64_t)counters.tlb_shootdowns;
	values[8] = (int64_t)counters.idle_ns;
	return result;
}

/** hermit_log for bytes of Java. */
static inline int hermit_java_log(const int8_t *text, int length)
{
	return hermit_log((const char *)text, (uint64_t)length);
}

/** hermit_memory_free for an address as a number. */
static inline int hermit_java_memory_free(int64_t address, int64_t size)
{
	return hermit_memory_free((void *)address, (uint64_t)size);
}

/** hermit_memory_physical for an address as a number. */
static inline int64_t hermit_java_memory_physical(int64_t address)
{
	return hermit_memory_physical((const void *)address);
}

/** The core that the caller runs on, on Linux. */
static inline int hermit_linux_core(void)
{
	int core = sched_getcpu();

	return core >= 0 ? core : -errno;
}

/**
 * Cores that the calling thread may run on, on Linux: bit N of the mask for core N.
 *
 * Returns how many bytes of the mask were filled; the rest is untouched. -EINVAL where it is shorter than the kernel's.
 */
static inline int hermit_linux_affinity(int64_t *mask, int bytes)
{
	/* the system call, because glibc's function does not tell how long the kernel's mask is */
	long filled = syscall(SYS_sched_getaffinity, 0, (unsigned long)bytes, mask);

	return filled >= 0 ? (int)filled : -errno;
}

/** Let the calling thread run on these cores only. 0; -EINVAL where none of them can be used. */
static inline int hermit_linux_affinity_set(const int64_t *mask, int bytes)
{
	return syscall(SYS_sched_setaffinity, 0, (unsigned long)bytes, mask) ? -errno : 0;
}

#endif
