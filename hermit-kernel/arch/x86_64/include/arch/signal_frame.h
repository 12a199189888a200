/* SPDX-License-Identifier: BSD-3-Clause */
/* Frames of signal handlers on the program's stack: Linux' struct rt_sigframe (asm/ucontext.h, asm/sigcontext.h). */
#ifndef ARCH_SIGNAL_FRAME_H
#define ARCH_SIGNAL_FRAME_H

#include <arch/regs.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include "lib/types.h"

/** What a frame is made of beside the registers. */
struct signal_frame {
	int signal;
	const siginfo_t *info;
	uint64_t handler, restorer;
	uint64_t mask;             /* comes back on return */
	stack_t stack;             /* alternate stack as it was before, for uc_stack */
	bool on_stack;             /* the frame must lie on the alternate stack: on overflow it is refused */
	bool enter_stack;          /* … and begins at its top */
	uint64_t trap, error, cr2; /* of the last fault */
};

/** Write the frame and point `regs` at the handler. 0, or -EFAULT: the stack can't take it. May sleep. */
int arch_signal_push(struct regs *regs, const struct signal_frame *frame);
/** rt_sigreturn(2): take `regs` and the vector registers from the frame at their RSP. 0, or -EFAULT for a bad frame.
 * May sleep. */
int arch_signal_pop(struct regs *regs, uint64_t *mask, stack_t *stack);

#endif
