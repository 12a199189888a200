/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptor tables of a core: GDT with its TSS, IST stacks; and the one IDT. AMD64 manual volume 2, chapters 4 and 8.
 */
#include "arch/x86_64/tables.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "sched/core.h"

#define IST_STACK_SIZE 8192

struct tss {
	uint32_t reserved0;
	uint64_t rsp[3];
	uint64_t reserved1;
	uint64_t ist[7]; /* ist[0] is IST1 */
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t io_map;
} __attribute__((packed));
_Static_assert(sizeof(struct tss) == 104, "TSS");

struct arch_tables {
	uint64_t gdt[5]; /* null, code, data, TSS (two words) */
	struct tss tss;
	uint8_t stacks[IST_COUNT][IST_STACK_SIZE] __attribute__((aligned(16)));
};

struct idt_entry {
	uint16_t offset_low, selector;
	uint8_t ist, type;
	uint16_t offset_middle;
	uint32_t offset_high, reserved;
};

struct table_pointer {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

static struct idt_entry idt[256];
static struct arch_tables boot_tables;
extern const uint8_t trap_stubs[256][16];

static unsigned ist_of_vector(unsigned vector)
{
	switch (vector) {
	case 2:
		return IST_NMI;
	case 8:
	case 18:
		return IST_FATAL;
	default:
		return IST_TRAP;
	}
}

void tables_init_idt(void)
{
	for (unsigned vector = 0; vector < 256; vector++) {
		uint64_t stub = (uint64_t)trap_stubs[vector];
		idt[vector] = (struct idt_entry){
			.offset_low = (uint16_t)stub,
			.offset_middle = (uint16_t)(stub >> 16),
			.offset_high = (uint32_t)(stub >> 32),
			.selector = 0x08,
			.ist = (uint8_t)ist_of_vector(vector),
			.type = 0x8e, /* present, 64-bit interrupt gate: interrupts off */
		};
	}
}

static void tables_fill_gdt(struct arch_tables *tables)
{
	uint64_t tss = (uint64_t)&tables->tss;

	tables->gdt[1] = 0x00af9b000000ffff;
	tables->gdt[2] = 0x00cf93000000ffff;
	tables->gdt[3] = (sizeof(struct tss) - 1) | (tss & 0xffffff) << 16 | 0x89ULL << 40 | (tss >> 24 & 0xff) << 56;
	tables->gdt[4] = tss >> 32;
	tables->tss.io_map = sizeof(struct tss);
	for (unsigned i = 0; i < IST_COUNT; i++)
		tables->tss.ist[i] = (uint64_t)tables->stacks[i] + IST_STACK_SIZE;
}

struct arch_tables *tables_alloc(void)
{
	return heap_zalloc(sizeof(struct arch_tables));
}

struct arch_tables *tables_boot(void)
{
	return &boot_tables;
}

void tables_load(struct arch_tables *tables)
{
	struct table_pointer gdt_pointer = {sizeof(tables->gdt) - 1, (uint64_t)tables->gdt};
	struct table_pointer idt_pointer = {sizeof(idt) - 1, (uint64_t)idt};

	tables_fill_gdt(tables);
	__asm__ volatile("lgdt %0" : : "m"(gdt_pointer));
	__asm__ volatile("movw %w0, %%ss; pushq %1; leaq 1f(%%rip), %%rax; pushq %%rax; lretq; 1:"
			 :
			 : "r"(0x10), "i"(0x08)
			 : "rax", "memory");
	__asm__ volatile("lidt %0" : : "m"(idt_pointer));
	__asm__ volatile("ltr %w0" : : "r"(0x18));
}
