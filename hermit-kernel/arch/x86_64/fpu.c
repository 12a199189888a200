/* SPDX-License-Identifier: BSD-3-Clause */
/* XSAVE state: Intel SDM volume 1, chapter 13. Standard format everywhere, so that signal frames can use the same area.
 */
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/msr.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/core.h"
#include "sched/thread.h"

#define FPU_LEGACY_SIZE 512
#define FPU_HEADER_SIZE 64
#define XCR0_X87        1ULL
#define XCR0_SSE        2ULL
#define XCR0_PKRU       (1ULL << 9)  /* protection keys mean user pages: we have none */
#define XCR0_AMX        (3ULL << 17) /* 8 KiB more in every signal frame; Linux too has it off until a program asks */
#define MXCSR_INITIAL   0x1f80
#define FCW_INITIAL     0x37f

static uint64_t state_mask;
static uint32_t state_size;
static bool have_xsaveopt;

static void xcr0_write(uint64_t value)
{
	__asm__ volatile("xsetbv" : : "c"(0), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)));
}

void fpu_init_core(void)
{
	uint64_t cr4;

	if (!(cpuid(1, 0).ecx & 1u << 26))
		panic("this CPU has no XSAVE");
	__asm__ volatile("movq %%cr4, %0" : "=r"(cr4));
	cr4 |= CR4_OSXSAVE | CR4_OSFXSR | CR4_OSXMMEXCPT;
	if (cpuid(7, 0).ebx & 1)
		cr4 |= CR4_FSGSBASE; /* for the kernel's wrfsbase; programs are not told */
	__asm__ volatile("movq %0, %%cr4" : : "r"(cr4));

	struct cpuid leaf = cpuid(0xd, 0);
	state_mask = ((uint64_t)leaf.edx << 32 | leaf.eax) & ~(XCR0_PKRU | XCR0_AMX);
	xcr0_write(state_mask);
	state_size = cpuid(0xd, 0).ebx; /* for what XCR0 has now */
	have_xsaveopt = cpuid(0xd, 1).eax & 1;
	__asm__ volatile("fninit");
}

uint32_t fpu_state_size(void)
{
	return state_size;
}

uint64_t fpu_state_mask(void)
{
	return state_mask;
}

/* The heap aligns to 16 bytes only; the byte before the area says how far it was moved. */
void *fpu_alloc(void)
{
	uint8_t *memory = heap_zalloc(state_size + 64);

	if (!memory)
		return NULL;
	uint8_t *area = (uint8_t *)align_up((uint64_t)memory + 1, 64);
	area[-1] = (uint8_t)(area - memory);
	uint16_t fcw = FCW_INITIAL;
	uint32_t mxcsr = MXCSR_INITIAL;
	uint64_t xstate_bv = XCR0_X87 | XCR0_SSE;
	memcpy(area, &fcw, sizeof(fcw));
	memcpy(area + 24, &mxcsr, sizeof(mxcsr));
	memcpy(area + FPU_LEGACY_SIZE, &xstate_bv, sizeof(xstate_bv));
	return area;
}

void fpu_free(void *area)
{
	if (area)
		heap_free((uint8_t *)area - ((uint8_t *)area)[-1]);
}

void fpu_save(void *area)
{
	uint32_t low = (uint32_t)state_mask, high = (uint32_t)(state_mask >> 32);

	if (have_xsaveopt)
		__asm__ volatile("xsaveopt64 (%0)" : : "r"(area), "a"(low), "d"(high) : "memory");
	else
		__asm__ volatile("xsave64 (%0)" : : "r"(area), "a"(low), "d"(high) : "memory");
}

void fpu_load(const void *area)
{
	__asm__ volatile("xrstor64 (%0)"
			 :
			 : "r"(area), "a"((uint32_t)state_mask), "d"((uint32_t)(state_mask >> 32))
			 : "memory");
}

/*
 * A thread that leaves the core saves at once, so that another core can run it. Its registers stay behind; if it is the
 * next program thread on the same core (after idling, say) they are still right and are not loaded again.
 */
void fpu_switch(struct thread *from, struct thread *to)
{
	struct core *core = core_this();

	if (from->arch.fpu && atomic_load_explicit(&from->state, memory_order_relaxed) != THREAD_DEAD) {
		fpu_save(from->arch.fpu);
		core->arch.fpu_owner = from;
		from->arch.fpu_core = core;
	}
	if (!to->arch.fpu || (core->arch.fpu_owner == to && to->arch.fpu_core == core))
		return;
	fpu_load(to->arch.fpu);
	core->arch.fpu_owner = to;
	to->arch.fpu_core = core;
}

void fpu_copy_current(struct thread *child)
{
	fpu_save(child->arch.fpu);
	child->arch.fpu_core = NULL;
}
