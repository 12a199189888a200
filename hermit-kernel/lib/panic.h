/* SPDX-License-Identifier: BSD-3-Clause */
/* Panic with the registers of the context that is to blame; and what other cores do meanwhile. */
#ifndef LIB_PANIC_H
#define LIB_PANIC_H

#include <arch/regs.h>

_Noreturn void panic_regs(const struct regs *regs, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** NMI of a core that ends the isle: after a panic, log where this core was; halt. */
_Noreturn void panic_stop_this_core(const struct regs *regs);

#endif
