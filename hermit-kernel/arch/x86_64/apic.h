/* SPDX-License-Identifier: BSD-3-Clause */
/* Local APIC and I/O APIC. */
#ifndef X86_APIC_H
#define X86_APIC_H

#include "lib/types.h"

struct cpuset;
struct regs;

/* Vectors. Device interrupts share one block. */
enum {
	VECTOR_DEVICE_FIRST = 0x30,
	VECTOR_DEVICE_LAST = 0xef,
	VECTOR_RESCHEDULE = 0xf0,
	VECTOR_TLB = 0xf1,
	VECTOR_CALL = 0xf2,
	VECTOR_DOORBELL = 0xf3, /* of Linux and other isles; also in isle_entry.asm */
	VECTOR_TIMER = 0xf8,
	VECTOR_SPURIOUS = 0xff,
};

/** Find and enable the local APIC of the boot core; then once on every other core. */
void apic_init(void);
void apic_init_core(void);
uint32_t apic_id(void);
/** Highest APIC id that can be addressed. */
uint32_t apic_id_max(void);
void apic_eoi(void);

void apic_send_init(uint32_t apic_id);
void apic_send_startup(uint32_t apic_id, uint8_t page);
void apic_send(uint32_t apic_id, uint8_t vector);
/** NMI to every other core of the isle: it is about to end. */
void apic_send_nmi_others(void);

/* The timer of this core. */
bool apic_timer_has_deadline(void);
/** Interrupt after `ticks` of the APIC timer (one-shot). */
void apic_timer_start(uint32_t ticks);
uint32_t apic_timer_current(void);
void apic_timer_stop(void);
void apic_timer_deadline(uint64_t tsc);

/** From ACPI's MADT. */
void ioapic_add(uint32_t physical, uint32_t gsi_base);
void ioapic_override(uint8_t isa_irq, uint32_t gsi, uint16_t flags);
/** Called by the trap handler for VECTOR_DEVICE_*. */
void irq_handle(unsigned vector);

#endif
