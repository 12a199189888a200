/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which rate the TSC has: told by the hypervisor or the CPU where they do (KVM's clock, CPUID 15H), else measured
 * against the APIC timer, whose rate under QEMU's emulation is 1 GHz, else against the 8254 timer of real machines.
 *
 * A measurement of 0.3 ms is good to about 1e-3. The APIC timer then just runs on while the kernel boots, and
 * calibrate_refine() measures over that longer time.
 */
#include "arch/x86_64/calibrate.h"
#include <arch/cpu.h>
#include <arch/paging.h>
#include "arch/x86_64/apic.h"
#include "arch/x86_64/msr.h"
#include "lib/log.h"
#include "lib/muldiv.h"
#include "mm/page.h"
#include "time/clock.h"
#include "time/clock_init.h"

#define WINDOW_TICKS     300000u /* of the APIC timer: 0.3 ms at 1 GHz */
#define EMULATED_APIC_HZ NS_PER_SEC
#define PIT_HZ           1193182u
#define PIT_WINDOW       1193u /* 1 ms */

static uint64_t apic_hz;
static uint64_t start_tsc;
static uint32_t start_ticks;
static bool measured_by_apic;

struct kvm_clock {
	uint32_t version, pad;
	uint64_t tsc, system_time;
	uint32_t multiplier;
	int8_t shift;
	uint8_t flags, pad2[2];
} __attribute__((aligned(64)));

static bool hypervisor_is(const char *signature)
{
	struct cpuid leaf = cpuid(0x40000000, 0);
	const uint32_t *wanted = (const uint32_t *)signature;

	return cpuid(1, 0).ecx >> 31 && leaf.ebx == wanted[0] && leaf.ecx == wanted[1] && leaf.edx == wanted[2];
}

/* Linux' Documentation/virt/kvm/x86/msr.rst: the host writes the scale of the guest's TSC into our memory. */
static uint64_t tsc_hz_of_kvm(void)
{
	static struct kvm_clock clock;

	if (!hypervisor_is("KVMKVMKVM\0\0\0") || !(cpuid(0x40000001, 0).eax & 1u << 3))
		return 0;
	uint64_t physical = kernel_image_phys(&clock);
	msr_write(MSR_KVM_SYSTEM_TIME, physical | 1);
	uint64_t hz = clock.multiplier ? (NS_PER_SEC << 32) / clock.multiplier : 0;
	msr_write(MSR_KVM_SYSTEM_TIME, 0);
	return clock.shift < 0 ? hz << -clock.shift : hz >> clock.shift;
}

static uint64_t tsc_hz_of_cpuid(void)
{
	if (cpuid(0, 0).eax < 0x15)
		return 0;
	struct cpuid leaf = cpuid(0x15, 0);
	return leaf.eax && leaf.ebx && leaf.ecx ? (uint64_t)leaf.ecx * leaf.ebx / leaf.eax : 0;
}

/* One pair of readings that belong together: the closest of a few, since an emulator may be interrupted in between. */
static void read_pair(uint64_t *tsc, uint32_t *ticks)
{
	uint64_t best = UINT64_MAX;

	*tsc = *ticks = 0;
	for (unsigned i = 0; i < 5; i++) {
		uint64_t before = cpu_read_tsc();
		uint32_t now = apic_timer_current();
		uint64_t after = cpu_read_tsc();
		if (after - before >= best)
			continue;
		best = after - before;
		*tsc = before + best / 2;
		*ticks = now;
	}
}

static uint64_t tsc_hz_by_apic(void)
{
	uint64_t tsc;
	uint32_t ticks;

	do
		read_pair(&tsc, &ticks);
	while (start_ticks - ticks < WINDOW_TICKS);
	return muldiv(tsc - start_tsc, apic_hz, start_ticks - ticks);
}

/* Channel 2 of the 8254, gated by port 61h, counts down once: Intel 8254 datasheet, mode 0. */
static uint64_t tsc_hz_by_pit(void)
{
	port_write8(0x61, (port_read8(0x61) & 0xfc) | 1);
	port_write8(0x43, 0xb0);
	port_write8(0x42, PIT_WINDOW & 0xff);
	port_write8(0x42, PIT_WINDOW >> 8);
	uint64_t from = cpu_read_tsc(), limit = from + (1ULL << 34);
	while (!(port_read8(0x61) & 0x20))
		if (cpu_read_tsc() > limit)
			panic("no clock: neither CPUID nor a timer tells the rate of the TSC");
	return (cpu_read_tsc() - from) * PIT_HZ / PIT_WINDOW;
}

static void measure_apic_timer(uint64_t tsc_hz)
{
	uint64_t tsc;
	uint32_t ticks;

	do
		read_pair(&tsc, &ticks);
	while (tsc - start_tsc < tsc_hz / 3000);
	apic_hz = muldiv(start_ticks - ticks, tsc_hz, tsc - start_tsc);
}

void calibrate_clocks(uint64_t tsc_hz, uint64_t timer_hz)
{
	uint64_t hz = tsc_hz;
	const char *source = "told at start";

	if (!hz) {
		hz = tsc_hz_of_kvm();
		source = "KVM";
	}
	if (!hz) {
		hz = tsc_hz_of_cpuid();
		source = "CPUID";
	}
	if (apic_timer_has_deadline() && hz) {
		clock_set_tsc_hz(hz);
		log_line("clock: TSC at %lu kHz (%s)", hz / 1000, source);
		return;
	}
	apic_timer_start(UINT32_MAX);
	read_pair(&start_tsc, &start_ticks);
	if (hz && timer_hz) {
		apic_hz = timer_hz;
	} else if (hz) {
		measure_apic_timer(hz);
	} else if (hypervisor_is("TCGTCGTCGTCG")) {
		apic_hz = EMULATED_APIC_HZ;
		measured_by_apic = true;
		hz = tsc_hz_by_apic();
		source = "APIC timer";
	} else {
		hz = tsc_hz_by_pit();
		source = "8254";
		measure_apic_timer(hz);
	}
	clock_set_tsc_hz(hz);
	log_line("clock: TSC at %lu kHz (%s), APIC timer at %lu kHz", hz / 1000, source, apic_hz / 1000);
}

void calibrate_refine(void)
{
	uint64_t tsc;
	uint32_t ticks;

	if (!measured_by_apic)
		return;
	read_pair(&tsc, &ticks);
	if (!ticks || ticks >= start_ticks) /* it ran out, or a timer was set meanwhile */
		return;
	uint64_t hz = muldiv(tsc - start_tsc, apic_hz, start_ticks - ticks);
	/* a timer that was set and is still pending gives nonsense */
	if (hz < clock_tsc_hz() - clock_tsc_hz() / 100 || hz > clock_tsc_hz() + clock_tsc_hz() / 100)
		return;
	clock_set_tsc_hz(hz);
}

uint64_t apic_timer_hz(void)
{
	return apic_hz;
}
