/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the isle. */
#include "arch/x86_64/power.h"
#include "arch/x86_64/msr.h"
#include "lib/types.h"

_Noreturn void power_halt_core(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void power_end_failed(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) no_idt = {0, 0};

	/* keyboard controller's reset line where there is one; then a triple fault, which always works */
	port_write8(0x64, 0xfe);
	__asm__ volatile("lidt %0; int3" : : "m"(no_idt));
	power_halt_core();
}
