/* SPDX-License-Identifier: BSD-3-Clause */
/* Panic: say everything that helps, once, and end the isle. */
#include "lib/panic.h"
#include <arch/irq.h>
#include <stdarg.h>
#include "arch/x86_64/power.h"
#include "arch/x86_64/trap.h"
#include "lib/format.h"
#include "lib/log.h"
#include "lib/log_panic.h"
#include "sched/core.h"
#include "sched/thread.h"

static _Atomic bool panic_begun;
static char cause[256];

static void panic_begin(const char *format, va_list args)
{
	irq_disable();
	if (atomic_exchange(&panic_begun, true))
		power_halt_core(); /* another core was first, or the panic itself failed */
	log_begin_panic();
	power_stop_others();
	vsnprintf(cause, sizeof(cause), format, args);
	log_line("PANIC on core %u: %s", core_this()->id, cause);
	struct thread *thread = thread_current();
	if (thread)
		log_line("thread %d (%s)", thread->tid, thread->name);
}

_Noreturn void panic(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	panic_begin(format, args);
	va_end(args);
	backtrace_log((uint64_t)__builtin_return_address(0), (uint64_t)__builtin_frame_address(0));
	power_end_failed(cause);
}

_Noreturn void panic_regs(const struct regs *regs, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	panic_begin(format, args);
	va_end(args);
	regs_log(regs);
	backtrace_log(regs->rip, regs->rbp);
	power_end_failed(cause);
}

_Noreturn void panic_stop_this_core(const struct regs *regs)
{
	if (atomic_load(&panic_begun))
		log_line("core %u was at %#lx", core_this()->id, regs->rip);
	else if (!power_is_ending())
		panic_regs(regs, "non-maskable interrupt");
	power_stopped();
}
