/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The functions of include/hermit, as programs call them. They run on the program's stack, as the program. What needs
 * the kernel's side calls its gate (syscall.asm) with a number of syscall/hermit_table.h; the rest is done here.
 *
 * Built twice: into the vDSO, whose soname is libhermit.so.1, and into libhermit.a.
 */
#include <asm/errno.h>
#include <asm/unistd.h>
#include <hermit/hermit.h>
#include "arch/x86_64/vdso/imports.h"
#include "arch/x86_64/vdso/vdso_clock.h"
#include "sched/core.h"
#include "syscall/hermit_call.h"

/** Two bytes of call, as many as SYSCALL has (syscall.asm says why). This code has no red zone that it could hit. */
static inline int64_t gate(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	const void *entry = kernel_imports.gate;
	register uint64_t r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;

	__asm__ volatile("call *%1"
			 : "+a"(number), "+c"(entry)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "r11", "cc", "memory");
	return number;
}

#define GATE0(name)          gate(HERMIT_CALL_##name, 0, 0, 0, 0, 0, 0)
#define GATE1(name, a)       gate(HERMIT_CALL_##name, (uint64_t)(a), 0, 0, 0, 0, 0)
#define GATE2(name, a, b)    gate(HERMIT_CALL_##name, (uint64_t)(a), (uint64_t)(b), 0, 0, 0, 0)
#define GATE3(name, a, b, c) gate(HERMIT_CALL_##name, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), 0, 0, 0)
#define GATE4(name, a, b, c, d)                                                                                        \
	gate(HERMIT_CALL_##name, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), (uint64_t)(d), 0, 0)

int64_t hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	return gate(number, a, b, c, d, e, f);
}

int hermit_version(void)
{
	return HERMIT_VERSION_MAJOR << 16 | HERMIT_VERSION_MINOR;
}

/* ---- isle.h ---- */

int hermit_isle_kind(void)
{
	return (int)GATE0(isle_kind);
}

int hermit_isle_number(void)
{
	return (int)GATE0(isle_number);
}

int hermit_isle_name(char *name, uint64_t size)
{
	return (int)GATE2(isle_name, name, size);
}

int hermit_isle_shutdown(int status)
{
	return (int)GATE1(isle_shutdown, status);
}

/* ---- topology.h ---- */

int hermit_core_count(void)
{
	return (int)GATE0(core_count);
}

int hermit_node_count(void)
{
	return (int)GATE0(node_count);
}

int hermit_core_info(int core, struct hermit_core_info *info)
{
	return (int)GATE2(core_info, core, info);
}

int hermit_cache_info(int core, int index, struct hermit_cache_info *info)
{
	return (int)GATE3(cache_info, core, index, info);
}

int hermit_node_distance(int from, int to)
{
	return (int)GATE2(node_distance, from, to);
}

/* ---- memory.h ---- */

int hermit_memory_info(int node, struct hermit_memory_info *info)
{
	return (int)GATE2(memory_info, node, info);
}

int64_t hermit_memory_allocate(uint64_t size, uint64_t page, int node, uint32_t flags)
{
	return GATE4(memory_allocate, size, page, node, flags);
}

int hermit_memory_free(void *address, uint64_t size)
{
	return (int)GATE2(memory_free, address, size);
}

int64_t hermit_memory_physical(const void *address)
{
	return GATE1(memory_physical, address);
}

/* ---- time.h ---- */

int64_t hermit_tsc_hz(void)
{
	return GATE0(tsc_hz);
}

int64_t hermit_time_ns(void)
{
	int64_t offset;

	return (int64_t)vdso_clock_read(kernel_imports.clock, hermit_tsc, &offset);
}

/* ---- core.h ---- */

int hermit_core_current(void)
{
	unsigned core;

	__asm__ volatile("movl %%gs:%c1, %0" : "=r"(core) : "i"(offsetof(struct core, id)));
	return (int)core;
}

int hermit_core_hold(int core, int hold)
{
	return (int)GATE2(core_hold, core, hold);
}

int hermit_core_release(void)
{
	return (int)GATE0(core_release);
}

int hermit_core_held(void)
{
	return (int)GATE0(core_held);
}

/* ---- barrier.h ---- */

int hermit_barrier_init(struct hermit_barrier *barrier, uint32_t threads)
{
	int cores = hermit_core_count();

	if (threads == 0 || threads > (uint32_t)cores)
		return -EINVAL;
	*barrier = (struct hermit_barrier){.threads = threads};
	return 0;
}

int hermit_barrier_wait(struct hermit_barrier *barrier)
{
	uint32_t round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == barrier->threads) {
		__atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
		__atomic_store_n(&barrier->round, round + 1, __ATOMIC_RELEASE);
		return 1;
	}
	while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
		cpu_relax();
	return 0;
}

/* ---- counters.h, log.h ---- */

int hermit_counters(int core, struct hermit_counters *counters)
{
	return (int)GATE2(counters, core, counters);
}

int hermit_log(const char *text, uint64_t length)
{
	return (int)GATE2(log, text, length);
}
