/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/doorbell.h"

#include <arch/ipi.h>
#include "isle/shared.h"
#include "lib/log.h"

#define HANDLERS_MAX 4 /* channel, 9P, network */

static void (*handlers[HANDLERS_MAX])(void);
static _Atomic unsigned handler_count;

void doorbell_attach(void (*handler)(void))
{
	unsigned count = atomic_load(&handler_count);
	assert(count < HANDLERS_MAX);
	handlers[count] = handler;
	atomic_store(&handler_count, count + 1);
}

void doorbell_interrupt(void)
{
	unsigned count = atomic_load(&handler_count);
	for (unsigned i = 0; i < count; i++)
		handlers[i]();
}

void doorbell_send(uint32_t apic_id, uint32_t vector)
{
	arch_ipi_outside(apic_id, (uint8_t)vector);
}

void doorbell_ring_linux(void)
{
	doorbell_send(__atomic_load_n(&shared->linux_apic, __ATOMIC_RELAXED), shared->linux_vector);
}
