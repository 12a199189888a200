/* SPDX-License-Identifier: BSD-3-Clause */
/* I/O APIC (Intel 82093AA datasheet, chapter 3) and the routing of device interrupts to vectors. */
#include <arch/irq.h>
#include <linux/errno.h>
#include "arch/x86_64/apic.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/kmap.h"
#include "sched/core.h"

#define IOAPICS_MAX        16
#define REDIRECTION(line)  (0x10 + (line)*2)
#define REDIRECTION_LEVEL  (1u << 15)
#define REDIRECTION_LOW    (1u << 13)
#define MADT_POLARITY_LOW  3u
#define MADT_TRIGGER_LEVEL (3u << 2)

struct ioapic {
	volatile uint32_t *registers;
	uint32_t gsi_base, lines;
};

struct override {
	uint32_t gsi;
	uint16_t flags;
};

struct irq_action {
	void (*handler)(void *);
	void *arg;
	const char *name;
	void (*program)(void *arg, uint64_t address, uint32_t data); /* MSI only */
	struct irq_action *next;
};

static struct ioapic ioapics[IOAPICS_MAX];
static unsigned ioapic_count;
static struct override isa_overrides[16] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {8, 0},
	{9, 0}, {10, 0}, {11, 0}, {12, 0}, {13, 0}, {14, 0}, {15, 0}};

static struct spinlock irq_lock;
static struct irq_action *_Atomic irq_actions[256]; /* by vector; entries are only added */
static int vector_gsi[256];                         /* + 1; 0: an MSI */
static unsigned vector_core[256];
static unsigned next_vector = VECTOR_DEVICE_FIRST;

static uint32_t ioapic_read(struct ioapic *ioapic, unsigned reg)
{
	ioapic->registers[0] = reg;
	return ioapic->registers[4];
}

static void ioapic_write(struct ioapic *ioapic, unsigned reg, uint32_t value)
{
	ioapic->registers[0] = reg;
	ioapic->registers[4] = value;
}

void ioapic_add(uint32_t physical, uint32_t gsi_base)
{
	if (ioapic_count == IOAPICS_MAX) {
		log_line("ioapic: more than %d, the one at %#x is not used", IOAPICS_MAX, physical);
		return;
	}
	struct ioapic *ioapic = &ioapics[ioapic_count];
	ioapic->registers = kmap_device(physical, 4096);
	if (!ioapic->registers)
		panic("ioapic: no memory to map %#x", physical);
	ioapic->gsi_base = gsi_base;
	ioapic->lines = (ioapic_read(ioapic, 1) >> 16 & 0xff) + 1;
	ioapic_count++;
}

void ioapic_override(uint8_t isa_irq, uint32_t gsi, uint16_t flags)
{
	if (isa_irq < array_size(isa_overrides))
		isa_overrides[isa_irq] = (struct override){gsi, flags};
}

static struct ioapic *ioapic_of(uint32_t gsi)
{
	for (unsigned i = 0; i < ioapic_count; i++)
		if (gsi >= ioapics[i].gsi_base && gsi < ioapics[i].gsi_base + ioapics[i].lines)
			return &ioapics[i];
	return NULL;
}

/* irq_lock held. Returns the vector or -ENOSPC; all entries of the block can be shared, so running out means 192 lines.
 */
static int irq_add_action(int vector, void (*handler)(void *), void *arg, const char *name,
	void (*program)(void *arg, uint64_t address, uint32_t data))
{
	struct irq_action *action = heap_alloc(sizeof(*action));

	if (!action)
		return -ENOMEM;
	if (vector < 0) {
		if (next_vector > VECTOR_DEVICE_LAST) {
			heap_free(action);
			return -ENOSPC;
		}
		vector = (int)next_vector++;
	}
	*action = (struct irq_action){handler, arg, name, program, atomic_load(&irq_actions[vector])};
	atomic_store(&irq_actions[vector], action);
	return vector;
}

static int irq_vector_of_gsi(int gsi)
{
	for (unsigned vector = VECTOR_DEVICE_FIRST; vector < next_vector; vector++)
		if (vector_gsi[vector] == gsi + 1)
			return (int)vector;
	return -1;
}

int irq_attach(unsigned gsi, bool level, void (*handler)(void *), void *arg, const char *name)
{
	bool low = false;

	if (gsi < array_size(isa_overrides) && isa_overrides[gsi].flags) {
		low = (isa_overrides[gsi].flags & 3) == MADT_POLARITY_LOW;
		level = (isa_overrides[gsi].flags & 0xc) == MADT_TRIGGER_LEVEL;
	}
	if (gsi < array_size(isa_overrides))
		gsi = isa_overrides[gsi].gsi;
	struct ioapic *ioapic = ioapic_of(gsi);
	if (!ioapic) {
		log_line("irq: %s wants line %u, which no I/O APIC has", name, gsi);
		return -EINVAL;
	}
	irqflags_t flags = spin_lock_irqsave(&irq_lock);
	int vector = irq_add_action(irq_vector_of_gsi((int)gsi), handler, arg, name, NULL);
	if (vector >= 0) {
		unsigned reg = REDIRECTION(gsi - ioapic->gsi_base);
		vector_gsi[vector] = (int)gsi + 1;
		ioapic_write(ioapic, reg + 1, core_get(vector_core[vector])->arch.apic_id << 24);
		ioapic_write(
			ioapic, reg, (uint32_t)vector | (level ? REDIRECTION_LEVEL : 0) | (low ? REDIRECTION_LOW : 0));
	}
	spin_unlock_irqrestore(&irq_lock, flags);
	return vector < 0 ? vector : 0;
}

/* Intel SDM volume 3, section 10.11: physical destination, fixed delivery, edge */
static void msi_program(unsigned vector, const struct irq_action *action)
{
	uint64_t address = 0xfee00000ULL | (uint64_t)core_get(vector_core[vector])->arch.apic_id << 12;

	action->program(action->arg, address, vector);
}

int irq_attach_msi(void (*handler)(void *), void *arg, const char *name,
	void (*program)(void *arg, uint64_t address, uint32_t data))
{
	irqflags_t flags = spin_lock_irqsave(&irq_lock);
	int vector = irq_add_action(-1, handler, arg, name, program);

	if (vector >= 0)
		msi_program((unsigned)vector, atomic_load(&irq_actions[vector]));
	spin_unlock_irqrestore(&irq_lock, flags);
	return vector < 0 ? vector : 0;
}

static void line_set_core(unsigned gsi, unsigned core)
{
	struct ioapic *ioapic = ioapic_of(gsi);

	ioapic_write(ioapic, REDIRECTION(gsi - ioapic->gsi_base) + 1, core_get(core)->arch.apic_id << 24);
}

void irq_move_all(unsigned from, unsigned to)
{
	irqflags_t flags = spin_lock_irqsave(&irq_lock);

	for (unsigned vector = VECTOR_DEVICE_FIRST; vector < next_vector; vector++) {
		if (vector_core[vector] != from)
			continue;
		vector_core[vector] = to;
		if (vector_gsi[vector])
			line_set_core((unsigned)vector_gsi[vector] - 1, to);
		else
			msi_program(vector, atomic_load(&irq_actions[vector]));
	}
	spin_unlock_irqrestore(&irq_lock, flags);
}

void irq_handle(unsigned vector)
{
	for (struct irq_action *action = atomic_load(&irq_actions[vector]); action; action = action->next)
		action->handler(action->arg);
}
