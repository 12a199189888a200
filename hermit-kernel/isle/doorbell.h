/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Doorbells of multi-kernel isles: an interrupt that says that something in shared memory has moved
 * (hermit/isle_shared.h). It does not say what, so everybody who listens looks at his own.
 */
#ifndef ISLE_DOORBELL_H
#define ISLE_DOORBELL_H

#include "lib/types.h"

/** While booting: `handler` is called for each doorbell, in interrupt context, on any core, on several at a time. */
void doorbell_attach(void (*handler)(void));
/** From the trap handler. */
void doorbell_interrupt(void);
/** Another peer's: core and vector as it told them. */
void doorbell_send(uint32_t apic_id, uint32_t vector);
void doorbell_ring_linux(void);

#endif
