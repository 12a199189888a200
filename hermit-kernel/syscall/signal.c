/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls about signals: signal(7) and the pages it names. */
#include <arch/signal_frame.h>
#include <asm/errno.h>
#include <linux/signalfd.h>
#include "fs/signalfd.h"
#include "isle/channel.h"
#include "lib/string.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "sched/signal.h"
#include "sched/signal_stack.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"

static int get_mask(sigmask_t *mask, uint64_t user_mask, uint64_t size)
{
	if (size != sizeof(sigmask_t))
		return -EINVAL;
	return user_get(mask, user_mask);
}

int signal_mask_for_call_from(uint64_t user_mask, uint64_t size)
{
	sigmask_t mask;
	int error;

	if (!user_mask)
		return 0;
	error = get_mask(&mask, user_mask, size);
	if (!error)
		signal_set_mask_for_call(mask);
	return error;
}

/** rt_sigaction(signal, action, old, mask size) */
long sys_rt_sigaction(const uint64_t *args)
{
	struct sigaction action, old;
	int error;

	if (args[3] != sizeof(sigmask_t))
		return -EINVAL;
	if (args[1] && user_get(&action, args[1]))
		return -EFAULT;
	error = signal_action((int)args[0], args[1] ? &action : NULL, &old);
	if (!error && args[1] && HERMIT_TOLD_SIGNALS & SIGMASK(args[0]))
		channel_tell_caught();
	if (!error && args[2])
		error = user_put(args[2], &old);
	return error;
}

/** rt_sigprocmask(how, set, old, size) */
long sys_rt_sigprocmask(const uint64_t *args)
{
	sigmask_t set = 0, old = signal_blocked(), next = old;

	if (args[3] != sizeof(sigmask_t))
		return -EINVAL;
	if (args[1]) {
		if (user_get(&set, args[1]))
			return -EFAULT;
		switch ((int)args[0]) {
		case SIG_BLOCK:
			next = old | set;
			break;
		case SIG_UNBLOCK:
			next = old & ~set;
			break;
		case SIG_SETMASK:
			next = set;
			break;
		default:
			return -EINVAL;
		}
		signal_set_blocked(next);
	}
	return args[2] ? user_put(args[2], &old) : 0;
}

/** rt_sigpending(set, size) */
long sys_rt_sigpending(const uint64_t *args)
{
	sigmask_t set = signal_pending_set() & signal_blocked();

	if (args[1] > sizeof(set))
		return -EINVAL;
	return user_copy_to(args[0], &set, args[1]);
}

static long sleep_for_signal(void)
{
	sched_sleep_until(WAIT_FOREVER, true);
	return -ERESTARTNOHAND;
}

/** rt_sigsuspend(mask, size) */
long sys_rt_sigsuspend(const uint64_t *args)
{
	sigmask_t mask;
	int error = get_mask(&mask, args[0], args[1]);

	if (error)
		return error;
	signal_set_mask_for_call(mask);
	return sleep_for_signal();
}

long sys_pause(const uint64_t *args)
{
	return sleep_for_signal();
}

/** rt_sigtimedwait(set, info, timeout, size) */
long sys_rt_sigtimedwait(const uint64_t *args)
{
	uint64_t deadline = WAIT_FOREVER;
	sigmask_t set;
	siginfo_t info;
	int signal, error = get_mask(&set, args[0], args[3]);

	if (!error && args[2])
		error = user_time_deadline(&deadline, args[2]);
	if (error)
		return error;
	set &= ~SIGMASK_UNBLOCKABLE;
	signal_wait_for(set);
	error = wait_event_until(&process.signals.watchers, (signal = signal_take(set, &info)) != 0, deadline);
	signal_wait_for(0);
	if (!signal)
		return error == -ETIMEDOUT ? -EAGAIN : -EINTR;
	return args[1] && user_put(args[1], &info) ? -EFAULT : signal;
}

/** rt_sigreturn(): everything comes from the frame, RAX too, so that is the result. */
long sys_rt_sigreturn(const uint64_t *args)
{
	struct regs *regs = thread_regs(thread_current());
	sigmask_t mask;
	stack_t stack;

	if (arch_signal_pop(regs, &mask, &stack) != 0) {
		regs->orig_rax = REGS_NO_SYSCALL;
		regs->vector = 0;
		signal_force_segv(0, regs);
		return (long)regs->rax;
	}
	signal_set_blocked(mask);
	signal_stack_set(&stack, regs->rsp); /* as on Linux, a bad one is no reason to stop here */
	return (long)regs->rax;
}

/** sigaltstack(stack, old) */
long sys_sigaltstack(const uint64_t *args)
{
	uint64_t rsp = thread_regs(thread_current())->rsp;
	stack_t stack, old;
	int error = 0;

	memset(&old, 0, sizeof(old));
	signal_stack_describe(&old, rsp);
	if (args[0]) {
		if (user_get(&stack, args[0]))
			return -EFAULT;
		error = signal_stack_set(&stack, rsp);
	}
	if (!error && args[1])
		error = user_put(args[1], &old);
	return error;
}

static bool is_signal_or_null(uint64_t signal)
{
	return (int)signal >= 0 && (int)signal <= SIGNALS;
}

static void info_from_self(siginfo_t *info, int signal, int code)
{
	memset(info, 0, sizeof(*info));
	info->si_signo = signal;
	info->si_code = code;
	info->si_pid = process.pid;
	info->si_uid = process.uid;
}

/** 0, or -ESRCH where `pid` names no process that a signal could reach: there is this one, and kill(-1) leaves out the
 * caller. */
static int find_process(int pid)
{
	struct thread *thread;

	if (pid == process.pid || pid == 0)
		return 0;
	if (pid < 0)
		return -ESRCH;
	thread = thread_find(pid);
	if (!thread)
		return -ESRCH;
	thread_put(thread);
	return 0;
}

/** kill(pid, signal) */
long sys_kill(const uint64_t *args)
{
	siginfo_t info;
	int error = find_process((int)args[0]);

	if (!is_signal_or_null(args[1]))
		return -EINVAL;
	if (error || args[1] == 0)
		return error;
	info_from_self(&info, (int)args[1], SI_USER);
	return signal_send_process((int)args[1], &info);
}

static long send_to_thread(int tid, int signal, const siginfo_t *info)
{
	struct thread *thread = thread_find(tid);
	long result = 0;

	if (!thread)
		return -ESRCH;
	if (!thread->user)
		result = -ESRCH;
	else if (signal)
		result = signal_send_thread(thread, signal, info);
	thread_put(thread);
	return result;
}

static long tgkill(int pid, int tid, uint64_t signal)
{
	siginfo_t info;

	if (pid <= 0 || tid <= 0 || !is_signal_or_null(signal))
		return -EINVAL;
	if (pid != process.pid)
		return -ESRCH;
	info_from_self(&info, (int)signal, SI_TKILL);
	return send_to_thread(tid, (int)signal, &info);
}

/** tgkill(pid, tid, signal) */
long sys_tgkill(const uint64_t *args)
{
	return tgkill((int)args[0], (int)args[1], args[2]);
}

/** tkill(tid, signal) */
long sys_tkill(const uint64_t *args)
{
	return tgkill(process.pid, (int)args[0], args[1]);
}

/** rt_sigqueueinfo(pid, signal, info): to oneself, any si_code is fine */
long sys_rt_sigqueueinfo(const uint64_t *args)
{
	siginfo_t info;
	int error;

	if (user_get(&info, args[2]))
		return -EFAULT;
	if (!is_signal_or_null(args[1]))
		return -EINVAL;
	error = find_process((int)args[0]);
	if (error || args[1] == 0)
		return error;
	info.si_signo = (int)args[1];
	return signal_send_process((int)args[1], &info);
}

/** rt_tgsigqueueinfo(pid, tid, signal, info) */
long sys_rt_tgsigqueueinfo(const uint64_t *args)
{
	siginfo_t info;

	if (user_get(&info, args[3]))
		return -EFAULT;
	if ((int)args[0] <= 0 || (int)args[1] <= 0 || !is_signal_or_null(args[2]))
		return -EINVAL;
	if ((int)args[0] != process.pid)
		return -ESRCH;
	info.si_signo = (int)args[2];
	return send_to_thread((int)args[1], (int)args[2], &info);
}

/** restart_syscall(): goes on with the sleep that a signal without a handler interrupted */
long sys_restart_syscall(const uint64_t *args)
{
	struct signal_restart *restart = &thread_current()->signals.restart;

	return restart->resume ? restart->resume(restart) : -EINTR;
}

static long signalfd(int fd, uint64_t user_mask, uint64_t size, int flags)
{
	sigmask_t mask;

	if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK))
		return -EINVAL;
	if (get_mask(&mask, user_mask, size))
		return size != sizeof(mask) ? -EINVAL : -EFAULT;
	return signalfd_open(fd, mask, flags);
}

/** signalfd4(fd, mask, size, flags) */
long sys_signalfd4(const uint64_t *args)
{
	return signalfd((int)args[0], args[1], args[2], (int)args[3]);
}

/** signalfd(fd, mask, size) */
long sys_signalfd(const uint64_t *args)
{
	return signalfd((int)args[0], args[1], args[2], 0);
}
