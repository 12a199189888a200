/* SPDX-License-Identifier: BSD-3-Clause */
/* Local APIC, xAPIC or x2APIC mode: Intel SDM volume 3, chapter 10. */
#include "arch/x86_64/apic.h"
#include <arch/ipi.h>
#include "arch/x86_64/msr.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "mm/kmap.h"
#include "sched/core.h"

#define APIC_BASE_X2     (1u << 10)
#define APIC_BASE_ENABLE (1u << 11)

enum {
	APIC_ID = 0x20,
	APIC_TPR = 0x80,
	APIC_EOI = 0xb0,
	APIC_SPURIOUS = 0xf0,
	APIC_ICR = 0x300,
	APIC_ICR_HIGH = 0x310,
	APIC_LVT_TIMER = 0x320,
	APIC_LVT_LINT0 = 0x350,
	APIC_LVT_LINT1 = 0x360,
	APIC_LVT_ERROR = 0x370,
	APIC_TIMER_INITIAL = 0x380,
	APIC_TIMER_CURRENT = 0x390,
	APIC_TIMER_DIVIDE = 0x3e0,
};

#define LVT_MASKED        (1u << 16)
#define LVT_TSC_DEADLINE  (2u << 17)
#define ICR_INIT          0x4500u
#define ICR_STARTUP       0x4600u
#define ICR_NMI           0x4400u
#define ICR_PENDING       (1u << 12)
#define TIMER_DIVIDE_BY_1 0xbu
#define SPURIOUS_ENABLE   (1u << 8)

static bool x2apic;
static bool timer_deadline;
static volatile uint32_t *apic_registers; /* device memory: volatile for the accesses themselves */

static uint32_t apic_read(unsigned reg)
{
	if (x2apic)
		return (uint32_t)msr_read(MSR_X2APIC + reg / 16);
	return apic_registers[reg / 4];
}

static void apic_write(unsigned reg, uint32_t value)
{
	if (x2apic)
		msr_write(MSR_X2APIC + reg / 16, value);
	else
		apic_registers[reg / 4] = value;
}

void apic_init(void)
{
	struct cpuid features = cpuid(1, 0);

	/* the mode of a multi-kernel isle's cores is Linux', which gets them back */
	x2apic = boot_info.loader.block ? msr_read(MSR_APIC_BASE) & APIC_BASE_X2 : features.ecx & 1u << 21;
	timer_deadline = features.ecx & 1u << 24;
	if (!x2apic)
		apic_registers = kmap_device(msr_read(MSR_APIC_BASE) & 0xffffff000ULL, 4096);
	apic_init_core();
}

void apic_init_core(void)
{
	msr_write(MSR_APIC_BASE, msr_read(MSR_APIC_BASE) | APIC_BASE_ENABLE | (x2apic ? APIC_BASE_X2 : 0));
	apic_write(APIC_TPR, 0);
	apic_write(APIC_LVT_LINT0, LVT_MASKED);
	apic_write(APIC_LVT_LINT1, LVT_MASKED);
	apic_write(APIC_LVT_ERROR, LVT_MASKED);
	apic_write(APIC_TIMER_DIVIDE, TIMER_DIVIDE_BY_1);
	apic_write(APIC_LVT_TIMER, VECTOR_TIMER | (timer_deadline ? LVT_TSC_DEADLINE : 0));
	apic_write(APIC_SPURIOUS, SPURIOUS_ENABLE | VECTOR_SPURIOUS);
}

uint32_t apic_id(void)
{
	return x2apic ? apic_read(APIC_ID) : apic_read(APIC_ID) >> 24;
}

uint32_t apic_id_max(void)
{
	return x2apic ? UINT32_MAX - 1 : 254;
}

void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

static void apic_command(uint32_t destination, uint32_t command)
{
	if (x2apic) {
		/* the write is not ordered after earlier stores by itself (SDM 3, 10.12.3) */
		__asm__ volatile("mfence; lfence" ::: "memory");
		msr_write(MSR_X2APIC + APIC_ICR / 16, (uint64_t)destination << 32 | command);
		return;
	}
	irqflags_t flags = irq_save();
	while (apic_read(APIC_ICR) & ICR_PENDING)
		cpu_relax();
	apic_write(APIC_ICR_HIGH, destination << 24);
	apic_write(APIC_ICR, command);
	irq_restore(flags);
}

void apic_send_init(uint32_t destination)
{
	apic_command(destination, ICR_INIT);
}

void apic_send_startup(uint32_t destination, uint8_t page)
{
	apic_command(destination, ICR_STARTUP | page);
}

void apic_send(uint32_t destination, uint8_t vector)
{
	apic_command(destination, 0x4000u | vector);
}

/* One by one: the machine may have cores that are not ours. */
void apic_send_nmi_others(void)
{
	core_for_each (id)
		if (core_get(id) != core_this())
			apic_command(core_get(id)->arch.apic_id, ICR_NMI);
}

void arch_ipi_reschedule(unsigned core)
{
	apic_send(core_get(core)->arch.apic_id, VECTOR_RESCHEDULE);
}

static void apic_send_set(const struct cpuset *targets, uint8_t vector)
{
	core_for_each (id)
		if (cpuset_has(targets, id))
			apic_send(core_get(id)->arch.apic_id, vector);
}

void arch_ipi_tlb(const struct cpuset *targets)
{
	apic_send_set(targets, VECTOR_TLB);
}

void arch_ipi_outside(uint32_t destination, uint8_t vector)
{
	if (x2apic || apic_registers)
		apic_send(destination, vector);
}

void arch_ipi_call(const struct cpuset *targets)
{
	apic_send_set(targets, VECTOR_CALL);
}

bool apic_timer_has_deadline(void)
{
	return timer_deadline;
}

void apic_timer_start(uint32_t ticks)
{
	apic_write(APIC_TIMER_INITIAL, ticks ? ticks : 1);
}

uint32_t apic_timer_current(void)
{
	return apic_read(APIC_TIMER_CURRENT);
}

void apic_timer_stop(void)
{
	if (timer_deadline)
		msr_write(MSR_TSC_DEADLINE, 0);
	else
		apic_write(APIC_TIMER_INITIAL, 0);
}

void apic_timer_deadline(uint64_t tsc)
{
	msr_write(MSR_TSC_DEADLINE, tsc);
}
