/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The vDSO: a shared object that the kernel maps into the program, so that reading a clock takes no system call
 * (vdso(7)).
 *
 * Program and kernel share ring and address space, so this code reads the kernel's clock_params where they are, and
 * takes the number of its core from the kernel's per-core data behind GS. The kernel writes its addresses into
 * `kernel_imports`, which vdso.lds puts at the end of the image.
 */
#include <asm/unistd.h>
#include <linux/time.h>
#include "arch/x86_64/vdso/imports.h"
#include "arch/x86_64/vdso/vdso_clock.h"
#include "sched/core.h"

long __vdso_clock_gettime(long id, struct timespec *time);
long __vdso_clock_getres(long id, struct timespec *resolution);
long __vdso_gettimeofday(struct timeval *time, struct timezone *zone);
long __vdso_time(long *seconds);
long __vdso_getcpu(unsigned *cpu, unsigned *node, void *unused);

const volatile struct vdso_imports kernel_imports __attribute__((section(".kernel_imports"))) = {0};

/** RDTSC may run ahead of earlier loads; LFENCE holds it (Intel SDM 2B, RDTSC). */
static inline uint64_t read_tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high)::"memory");
	return (uint64_t)high << 32 | low;
}

static long call_kernel(long number, long a, void *b)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b) : "rcx", "r11", "memory");
	return result;
}

static void to_timespec(struct timespec *time, uint64_t ns)
{
	time->tv_sec = (long)(ns / VDSO_NS_PER_SEC);
	time->tv_nsec = (long)(ns % VDSO_NS_PER_SEC);
}

/** Does the id name a clock that runs with the TSC? `wall`: from 1970 on. */
static bool runs_with_tsc(long id, bool *wall)
{
	*wall = id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE || id == CLOCK_TAI;
	return *wall || id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_RAW || id == CLOCK_MONOTONIC_COARSE ||
	       id == CLOCK_BOOTTIME;
}

long __vdso_clock_gettime(long id, struct timespec *time)
{
	int64_t offset;
	uint64_t ns;
	bool wall;

	id = (int)id;
	if (!runs_with_tsc(id, &wall))
		return call_kernel(__NR_clock_gettime, id, time);
	ns = vdso_clock_read(kernel_imports.clock, read_tsc, &offset);
	to_timespec(time, wall ? ns + (uint64_t)offset : ns);
	return 0;
}

long __vdso_clock_getres(long id, struct timespec *resolution)
{
	bool wall;

	id = (int)id;
	if (!runs_with_tsc(id, &wall))
		return call_kernel(__NR_clock_getres, id, resolution);
	if (resolution)
		to_timespec(resolution, 1);
	return 0;
}

static uint64_t realtime_ns(void)
{
	int64_t offset;
	uint64_t ns = vdso_clock_read(kernel_imports.clock, read_tsc, &offset);

	return ns + (uint64_t)offset;
}

long __vdso_gettimeofday(struct timeval *time, struct timezone *zone)
{
	if (time) {
		uint64_t ns = realtime_ns();

		time->tv_sec = (long)(ns / VDSO_NS_PER_SEC);
		time->tv_usec = (long)(ns % VDSO_NS_PER_SEC / 1000);
	}
	if (zone) {
		zone->tz_minuteswest = 0;
		zone->tz_dsttime = 0;
	}
	return 0;
}

long __vdso_time(long *seconds)
{
	long now = (long)(realtime_ns() / VDSO_NS_PER_SEC);

	if (seconds)
		*seconds = now;
	return now;
}

long __vdso_getcpu(unsigned *cpu, unsigned *node, void *unused)
{
	if (cpu)
		__asm__ volatile("movl %%gs:%c1, %0" : "=r"(*cpu) : "i"(offsetof(struct core, id)));
	if (node)
		__asm__ volatile("movl %%gs:%c1, %0" : "=r"(*node) : "i"(offsetof(struct core, node)));
	return 0;
}

/* Linux' vDSO has the plain names as well. */
#define ALIAS(name) __typeof__(__vdso_##name) name __attribute__((weak, alias("__vdso_" #name)))
ALIAS(clock_gettime);
ALIAS(clock_getres);
ALIAS(gettimeofday);
ALIAS(time);
ALIAS(getcpu);
