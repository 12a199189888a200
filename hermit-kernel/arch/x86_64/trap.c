/* SPDX-License-Identifier: BSD-3-Clause */
/* Exceptions and interrupts. */
#include "arch/x86_64/trap.h"
#include <arch/irq.h>
#include <arch/leave.h>
#include <arch/paging.h>
#include <arch/tlb.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include "arch/x86_64/apic.h"
#include "arch/x86_64/timer.h"
#include "isle/doorbell.h"
#include "lib/log.h"
#include "mm/kmap.h"
#include "mm/mm.h"
#include "mm/user.h"
#include "sched/sched.h"
#include "sched/signal.h"
#include "lib/panic.h"

extern const char syscall_exit_pop[], syscall_exit_jump[];
extern const char gate_entry[], gate_popped[], gate_pushed[], gate_flags[];

#define CALL_SIZE 2 /* of "call rcx" */

enum {
	TRAP_DIVIDE = 0,
	TRAP_DEBUG = 1,
	TRAP_BREAKPOINT = 3,
	TRAP_OVERFLOW = 4,
	TRAP_BOUND = 5,
	TRAP_OPCODE = 6,
	TRAP_NO_SEGMENT = 11,
	TRAP_STACK = 12,
	TRAP_PROTECTION = 13,
	TRAP_PAGE_FAULT = 14,
	TRAP_X87 = 16,
	TRAP_ALIGNMENT = 17,
	TRAP_SIMD = 19,
};
#define PF_PRESENT 1u
#define PF_WRITE   2u
#define PF_FETCH   16u

static uint64_t fault_address(void)
{
	uint64_t address;

	__asm__ volatile("movq %%cr2, %0" : "=r"(address));
	return address;
}

static uint32_t mxcsr(void)
{
	uint32_t value;

	__asm__ volatile("stmxcsr %0" : "=m"(value));
	return value;
}

/* The lowest unmasked exception bit, in the order in which the CPU ranks them: invalid, divide, denormal, overflow,
 * underflow, precision. */
static int fpe_code(uint32_t status, uint32_t masks)
{
	uint32_t raised = status & ~masks & 0x3f;

	if (raised & 1)
		return FPE_FLTINV;
	if (raised & 4)
		return FPE_FLTDIV;
	if (raised & 2)
		return FPE_FLTUND; /* denormal operand */
	if (raised & 8)
		return FPE_FLTOVF;
	if (raised & 16)
		return FPE_FLTUND;
	return FPE_FLTRES;
}

static int x87_code(void)
{
	uint16_t status, control;

	__asm__ volatile("fnstsw %0; fnstcw %1" : "=m"(status), "=m"(control));
	return fpe_code(status, control);
}

static int simd_code(void)
{
	uint32_t value = mxcsr();

	return fpe_code(value, value >> 7);
}

/* What Linux tells the program for each exception; si_code and si_addr as its arch/x86/kernel/traps.c documents them.
 */
static void trap_program(struct regs *regs)
{
	unsigned trap = (unsigned)regs->vector;

	switch (trap) {
	case TRAP_DIVIDE:
		return signal_fault(SIGFPE, FPE_INTDIV, regs->rip, regs, trap, regs->error, 0);
	case TRAP_X87:
		return signal_fault(SIGFPE, x87_code(), regs->rip, regs, trap, regs->error, 0);
	case TRAP_SIMD:
		return signal_fault(SIGFPE, simd_code(), regs->rip, regs, trap, regs->error, 0);
	case TRAP_OPCODE:
		return signal_fault(SIGILL, ILL_ILLOPN, regs->rip, regs, trap, regs->error, 0);
	case TRAP_ALIGNMENT:
		return signal_fault(SIGBUS, BUS_ADRALN, regs->rip, regs, trap, regs->error, 0);
	case TRAP_DEBUG:
		regs->rflags &= ~0x100ULL; /* single step */
		return signal_fault(SIGTRAP, TRAP_TRACE, regs->rip, regs, trap, regs->error, 0);
	case TRAP_BREAKPOINT:
		return signal_fault(SIGTRAP, SI_KERNEL, 0, regs, trap, regs->error, 0);
	case TRAP_NO_SEGMENT:
	case TRAP_STACK:
		return signal_fault(SIGBUS, SI_KERNEL, 0, regs, trap, regs->error, 0);
	default:
		return signal_fault(SIGSEGV, SI_KERNEL, 0, regs, trap, regs->error, 0);
	}
}

static enum fault_access access_of(uint64_t error)
{
	return error & PF_FETCH ? FAULT_EXEC : error & PF_WRITE ? FAULT_WRITE : FAULT_READ;
}

static void page_fault_kernel(struct regs *regs, uint64_t address)
{
	if (user_fixup(regs))
		return;
	panic_regs(regs, "page fault in the kernel: %s at %#lx%s",
		regs->error & PF_FETCH   ? "jump"
		: regs->error & PF_WRITE ? "write"
					 : "read",
		address, kmap_is_stack_guard(address) ? " (guard page of a kernel stack)" : "");
}

static void page_fault(struct regs *regs)
{
	uint64_t address = fault_address();
	struct fault_result result = {SIGSEGV, SEGV_MAPERR};

	core_this()->page_faults++;
	if (address < USER_END) {
		if (!(regs->rflags & RFLAGS_IF)) /* user_load32_nosleep */
			return page_fault_kernel(regs, address);
		irq_enable();
		result = mm_fault(address, access_of(regs->error));
	} else if (regs_from_program(regs)) {
		irq_enable();
	}
	if (!result.signal)
		return;
	if (!regs_from_program(regs))
		return page_fault_kernel(regs, address);
	/* as Linux: a program sees page faults as those of user mode, and kernel addresses as present ones */
	uint64_t error = (regs->error & (PF_PRESENT | PF_WRITE | PF_FETCH)) | 4;
	signal_fault(result.signal, result.code, address, regs, TRAP_PAGE_FAULT, error, address);
}

static void exception(struct regs *regs)
{
	if (regs->vector == TRAP_PAGE_FAULT)
		return page_fault(regs);
	if (regs_from_program(regs)) {
		irq_enable();
		return trap_program(regs);
	}
	if (!user_fixup(regs))
		panic_regs(regs, "exception %lu in the kernel", regs->vector);
}

static void interrupt(struct regs *regs)
{
	struct core *core = core_this();

	core->interrupts++;
	core_beat(core);
	switch (regs->vector) {
	case VECTOR_TIMER:
		core->timer_interrupts++;
		apic_eoi();
		timer_interrupt();
		break;
	case VECTOR_RESCHEDULE:
		core->reschedules++;
		apic_eoi();
		sched_ipi_handler();
		break;
	case VECTOR_TLB:
		core->tlb_interrupts++;
		apic_eoi();
		tlb_ipi_handler();
		break;
	case VECTOR_CALL:
		core->calls++;
		apic_eoi();
		core_call_handler();
		break;
	case VECTOR_DOORBELL:
		core->device_interrupts++;
		apic_eoi();
		doorbell_interrupt();
		break;
	case VECTOR_SPURIOUS:
		break;
	default:
		core->device_interrupts++;
		irq_handle((unsigned)regs->vector);
		apic_eoi();
	}
}

/*
 * A system call is over at syscall_exit_pop; an interrupt that hits the last two instructions of the way out interrupts
 * the program in all but name. Finish them here, so that it can be preempted and signalled.
 */
static void finish_syscall_exit(struct regs *regs)
{
	if (regs->rip == (uint64_t)syscall_exit_pop) {
		regs->rsp = *(uint64_t *)regs->rsp;
		regs->rip = regs->rcx;
	} else if (regs->rip == (uint64_t)syscall_exit_jump) {
		regs->rip = regs->rcx;
	}
}

/*
 * The first instructions of the gate run as the program, on its stack, with an address of the kernel's. Undo them, so
 * that no signal handler sees that: the program is about to call again.
 */
static void undo_gate_entry(struct regs *regs)
{
	if (regs->rip < (uint64_t)gate_entry || regs->rip > (uint64_t)gate_flags)
		return;
	if (regs->rip == (uint64_t)gate_entry)
		regs->r11 = *(uint64_t *)regs->rsp;
	if (regs->rip == (uint64_t)gate_entry || regs->rip == (uint64_t)gate_pushed)
		regs->rsp += sizeof(uint64_t);
	regs->rip = regs->r11 - CALL_SIZE;
	regs->rcx = (uint64_t)gate_entry;
}

void trap_handle(struct regs *regs)
{
	finish_syscall_exit(regs);
	if (regs->vector < 32) {
		exception(regs);
	} else {
		undo_gate_entry(regs);
		interrupt(regs);
	}
	if (regs_from_program(regs))
		arch_program_leave(regs);
	else
		irq_disable();
}

void arch_program_leave(struct regs *regs)
{
	struct thread *thread = thread_current();

	irq_disable();
	while (unlikely(core_this()->need_resched || thread->signals.attention)) {
		irq_enable();
		if (core_this()->need_resched)
			sched_preempt();
		if (thread->signals.attention)
			signal_deliver(regs);
		irq_disable();
	}
}

_Noreturn void trap_fatal(struct regs *regs)
{
	if (regs->vector == 2)
		panic_stop_this_core(regs);
	uint64_t cr2 = fault_address();
	if (regs->vector == TRAP_PAGE_FAULT)
		panic_regs(regs, "kernel stack overflow at %#lx", cr2);
	panic_regs(regs, regs->vector == 8 ? "double fault" : "machine check");
}
