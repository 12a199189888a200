/* SPDX-License-Identifier: BSD-3-Clause */
/* From a system call's number to its handler, and back to the program. */
#include <arch/leave.h>
#include <arch/regs.h>
#include <asm/unistd.h>
#include <linux/errno.h>
#include "lib/log.h"
#include "sched/sched.h"
#include "sched/signal.h"
#include "syscall/hermit_call.h"
#include "syscall/syscall.h"
#include "syscall/trace.h"

typedef long (*syscall_handler)(const uint64_t *args);

static const syscall_handler handlers[] = {
#define SYSCALL(name) [__NR_##name] = sys_##name,
#include "syscall/table.h"
#undef SYSCALL
};

static const syscall_handler hermit_handlers[] = {
#define HERMIT_CALL(name) [HERMIT_CALL_##name - HERMIT_CALL_FIRST] = hermit_call_##name,
#include "syscall/hermit_table.h"
#undef HERMIT_CALL
};

_Static_assert(-ERESTART_RESTARTBLOCK < -ERESTARTSYS, "a restart is asked for by results in one small range");

static bool wants_restart(long result)
{
	return unlikely(result <= -ERESTARTSYS && result >= -ERESTART_RESTARTBLOCK);
}

void syscall_dispatch(struct regs *regs)
{
	uint64_t number = regs->orig_rax;
	const uint64_t args[6] = {regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8, regs->r9};
	long result = -ENOSYS;

	if (likely(number < array_size(handlers) && handlers[number]))
		result = handlers[number](args);
	else if (number - HERMIT_CALL_FIRST < array_size(hermit_handlers))
		result = hermit_handlers[number - HERMIT_CALL_FIRST](args);
	syscall_trace(number, args, result);
	regs->rax = (uint64_t)result;
	/* every register is restored from the signal's frame: the short way out would drop RCX and R11 */
	if (unlikely(number == __NR_rt_sigreturn))
		regs->vector = 0;
	if (wants_restart(result))
		signal_deliver(regs);
	arch_program_leave(regs);
}
