/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptor tables of a core. */
#ifndef X86_TABLES_H
#define X86_TABLES_H

struct arch_tables;

enum {
	IST_TRAP = 1, /* every vector but those below: left at once */
	IST_NMI = 2,
	IST_FATAL = 3, /* double fault, machine check */
	IST_COUNT = 3,
};

void tables_init_idt(void);
struct arch_tables *tables_boot(void); /* the boot core's, before there is a heap */
struct arch_tables *tables_alloc(void);
/** Load GDT, IDT and TSS of this core. */
void tables_load(struct arch_tables *tables);

#endif
