/* SPDX-License-Identifier: BSD-3-Clause */
/* Interrupts between the test's cores. */
#ifndef ARCH_IPI_H
#define ARCH_IPI_H

void arch_ipi_reschedule(unsigned core);

#endif
