/* SPDX-License-Identifier: BSD-3-Clause */
/* Interrupts of this core, device interrupts, inter-processor interrupts. */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include "lib/types.h"

#define RFLAGS_IF (1ULL << 9)

typedef uint64_t irqflags_t;

static inline irqflags_t irq_save(void)
{
	irqflags_t flags;
	__asm__ volatile("pushfq; popq %0; cli" : "=r"(flags)::"memory");
	return flags;
}

static inline void irq_restore(irqflags_t flags)
{
	if (flags & RFLAGS_IF)
		__asm__ volatile("sti" ::: "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("sti" ::: "memory");
}

static inline void irq_disable(void)
{
	__asm__ volatile("cli" ::: "memory");
}

static inline bool irq_enabled(void)
{
	uint64_t flags;
	__asm__ volatile("pushfq; popq %0" : "=r"(flags));
	return flags & RFLAGS_IF;
}

/**
 * Route a device's interrupt line (global system interrupt, ACPI 6.4 section 5.2.13) to `handler` on one core,
 * unmasked. The handler runs with interrupts off and may wake threads but not sleep. Level-triggered lines: the handler
 * must make the device let go. Lines can be shared. Returns 0, -EINVAL, -ENOSPC.
 */
int irq_attach(unsigned gsi, bool level, void (*handler)(void *), void *arg, const char *name);
/** An MSI/MSI-X vector instead. `program` writes address and data into the device: at once, and whenever the vector
 * moves to another core. */
int irq_attach_msi(void (*handler)(void *), void *arg, const char *name,
	void (*program)(void *arg, uint64_t address, uint32_t data));
/** Let another core take all device interrupts that go to core `from`. */
void irq_move_all(unsigned from, unsigned to);

#endif
