/* SPDX-License-Identifier: BSD-3-Clause */
/* What the boot code learns about the machine, before there is memory to allocate. */
#ifndef X86_PLATFORM_H
#define X86_PLATFORM_H

#include "mm/memory_map.h"
#include "sched/cpuset.h"

struct platform {
	unsigned cores; /* usable ones, the boot core first */
	uint32_t apic_ids[CORES_MAX];
	uint16_t nodes[CORES_MAX];
	unsigned node_count;
	uint64_t tsc_hz, apic_timer_hz;          /* where the loader knows them; 0: to be measured */
	uint8_t distances[NODES_MAX][NODES_MAX]; /* ACPI SLIT; 10 to itself, 20 to others where there is none */
};

extern struct platform platform;

/** Read MADT, SRAT and SLIT. `rsdp` 0: search for it. The tables must lie below 4 GiB (boot.asm maps that much). */
void acpi_parse(phys_t rsdp);
/** Second look, once devices can be mapped: I/O APICs and overrides. */
void acpi_setup_ioapics(void);
/** Physical address and length of a table by signature, 0 if there is none: for drivers (MCFG). */
phys_t acpi_find_table(const char signature[4], uint32_t *length);
/** CPU node of a physical range that SRAT describes. */
void acpi_for_each_memory(void (*each)(phys_t start, phys_t end, unsigned node));

/** Start all other cores; returns when they run their idle threads. */
void smp_start(void);

#endif
