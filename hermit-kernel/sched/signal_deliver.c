/* SPDX-License-Identifier: BSD-3-Clause */
/* Delivery of signals to the program: actions, frames, restart of system calls, faults. */
#include <arch/signal_frame.h>
#include <asm/errno.h>
#include <asm/unistd.h>
#include "lib/log.h"
#include "lib/string.h"
#include "sched/process.h"
#include "sched/signal.h"
#include "sched/signal_stack.h"
#include "sched/thread.h"

#define SYSCALL_INSTRUCTION_SIZE 2

/** The action for a signal about to be delivered; SA_RESETHAND takes effect. */
static struct sigaction consume_action(int signal)
{
	struct sigaction *action = &process.signals.actions[signal - 1];
	irqflags_t flags = spin_lock_irqsave(&process.signals.lock);
	struct sigaction copy = *action;

	if ((copy.sa_flags & SA_RESETHAND) && copy.sa_handler != SIG_DFL && copy.sa_handler != SIG_IGN)
		action->sa_handler = SIG_DFL;
	spin_unlock_irqrestore(&process.signals.lock, flags);
	return copy;
}

static void restart_call(struct regs *regs, uint64_t number)
{
	regs->rax = number;
	regs->rip -= SYSCALL_INSTRUCTION_SIZE;
}

/** Settle the result of an interrupted system call, once. `action`: of the handler about to run, or NULL when none
 * does. */
static void settle_restart(struct regs *regs, const struct sigaction *action)
{
	uint64_t number = regs->orig_rax;

	if (number == REGS_NO_SYSCALL)
		return;
	regs->orig_rax = REGS_NO_SYSCALL;
	switch ((int64_t)regs->rax) {
	case -ERESTARTNOINTR:
		restart_call(regs, number);
		break;
	case -ERESTARTSYS:
		if (!action || (action->sa_flags & SA_RESTART))
			restart_call(regs, number);
		else
			regs->rax = -EINTR;
		break;
	case -ERESTARTNOHAND:
		if (!action)
			restart_call(regs, number);
		else
			regs->rax = -EINTR;
		break;
	case -ERESTART_RESTARTBLOCK:
		if (!action)
			restart_call(regs, __NR_restart_syscall);
		else
			regs->rax = -EINTR;
		break;
	}
}

/** The mask that the handler's frame gives back: of a call with a mask of its own, the one before the call. */
static sigmask_t mask_to_return_to(struct thread_signals *signals)
{
	if (!signals->restore_saved)
		return signal_blocked();
	signals->restore_saved = false;
	return signals->saved;
}

static void describe_frame(struct signal_frame *frame, int signal, const siginfo_t *info,
	const struct sigaction *action, struct regs *regs)
{
	struct thread_signals *signals = &thread_current()->signals;

	memset(frame, 0, sizeof(*frame));
	frame->signal = signal;
	frame->info = info;
	frame->handler = (uint64_t)action->sa_handler;
	frame->restorer = (action->sa_flags & SA_RESTORER) ? (uint64_t)action->sa_restorer : 0;
	frame->mask = mask_to_return_to(signals);
	frame->trap = signals->trap;
	frame->error = signals->error;
	frame->cr2 = signals->cr2;
	signal_stack_describe(&frame->stack, regs->rsp);
	frame->on_stack = signal_stack_contains(regs->rsp);
	if ((action->sa_flags & SA_ONSTACK) && signal_stack_usable(regs->rsp))
		frame->on_stack = frame->enter_stack = true;
}

/** Let the program's handler run next. */
static void run_handler(struct regs *regs, int signal, const siginfo_t *info, const struct sigaction *action)
{
	sigmask_t blocked = signal_blocked() | action->sa_mask;
	struct signal_frame frame;

	settle_restart(regs, action);
	describe_frame(&frame, signal, info, action, regs);
	if (arch_signal_push(regs, &frame) != 0) {
		log_line("signal: no frame for %s: stack pointer 0x%lx is no stack", signal_name(signal), regs->rsp);
		signal_force_segv(signal, regs);
		return;
	}
	signal_stack_disarm();
	if (!(action->sa_flags & SA_NODEFER))
		blocked |= SIGMASK(signal);
	signal_set_blocked(blocked);
}

/** True if a handler was set up. */
static bool deliver_one(struct regs *regs, int signal, const siginfo_t *info)
{
	struct sigaction action = consume_action(signal);

	if (action.sa_handler == SIG_IGN)
		return false;
	if (action.sa_handler == SIG_DFL) {
		if (signal_default(signal) != SIGNAL_TERMINATES)
			return false;
		log_line("signal: %s ends the program (thread %d)", signal_name(signal), thread_current()->tid);
		process_exit(0, signal);
	}
	run_handler(regs, signal, info, &action);
	return true;
}

void signal_deliver(struct regs *regs)
{
	struct thread_signals *signals = &thread_current()->signals;
	siginfo_t info;
	int signal;

	do {
		atomic_store(&signals->attention, false);
		if (atomic_load(&process.exiting))
			thread_exit(0);
		signal = signal_take(~signal_blocked(), &info);
	} while (signal && !deliver_one(regs, signal, &info));
	if (!signal) {
		settle_restart(regs, NULL);
		signal_end_mask_for_call(false);
	} else if (signal_pending_set() & ~signal_blocked()) {
		atomic_store(&signals->attention, true); /* another one on top */
	}
}

/** What the program's next instructions are, for the log. */
static void log_fatal_fault(int signal, const siginfo_t *info, const struct regs *regs)
{
	char place[128], target[128] = "";

	signal_describe_address(regs->rip, place, sizeof(place));
	log_line("signal: %s code %d ends the program: thread %d (%s) at rip 0x%lx in %s, rsp 0x%lx",
		signal_name(signal), info->si_code, thread_current()->tid, thread_current()->name, regs->rip, place,
		regs->rsp);
	if (info->si_code == SI_KERNEL)
		return;
	signal_describe_address((uint64_t)info->si_addr, target, sizeof(target));
	log_line("signal: address 0x%lx is in %s; trap %lu error 0x%lx", (uint64_t)info->si_addr, target,
		thread_current()->signals.trap, thread_current()->signals.error);
}

/** Deliver at once what the thread itself caused; where it blocks or ignores that, nothing sensible can follow
 * (signal(7)). */
static void force(struct regs *regs, const siginfo_t *info, bool fatal)
{
	int signal = info->si_signo;
	struct sigaction action = consume_action(signal);

	if (fatal || action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN ||
		(signal_blocked() & SIGMASK(signal))) {
		log_fatal_fault(signal, info, regs);
		process_exit(0, signal);
	}
	run_handler(regs, signal, info, &action);
}

void signal_fault(
	int signal, int code, uint64_t address, struct regs *regs, unsigned trap, uint64_t error, uint64_t cr2)
{
	struct thread_signals *signals = &thread_current()->signals;
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = signal;
	info.si_code = code;
	info.si_addr = (void *)address;
	signals->trap = trap;
	signals->error = error;
	signals->cr2 = cr2;
	force(regs, &info, false);
}

void signal_force_segv(int of, struct regs *regs)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = SIGSEGV;
	info.si_code = SI_KERNEL;
	force(regs, &info, of == SIGSEGV);
}

void signal_set_mask_for_call(sigmask_t mask)
{
	struct thread_signals *signals = &thread_current()->signals;

	if (!signals->restore_saved) {
		signals->saved = signal_blocked();
		signals->restore_saved = true;
	}
	signal_set_blocked(mask);
}

void signal_end_mask_for_call(bool interrupted)
{
	struct thread_signals *signals = &thread_current()->signals;

	if (interrupted || !signals->restore_saved)
		return;
	signals->restore_saved = false;
	signal_set_blocked(signals->saved);
}
