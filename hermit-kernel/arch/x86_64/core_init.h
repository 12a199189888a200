/* SPDX-License-Identifier: BSD-3-Clause */
/* Registers of a core: GS, tables, system call entry, vector state. */
#ifndef X86_CORE_INIT_H
#define X86_CORE_INIT_H

struct core;

/** The boot core, first of all: GS and the tables, so that faults are reported. */
void core_init_boot_early(void);
/** All of it, on the core itself. */
void core_init_registers(struct core *core);

#endif
