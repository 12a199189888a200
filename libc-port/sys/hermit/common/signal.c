/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals. The kernel returns from a handler through a restorer that the program supplies: sigreturn takes the frame
 * from the stack pointer, so it cannot be a function call; it is reached with the frame on top of the stack.
 */
#include "port.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signal.h>
#include <unistd.h>

#define SA_RESTORER   0x04000000
#define SIGNAL_CANCEL 32 /* the port's own */
#define SET_BYTES     8

struct kernel_sigaction {
	_sig_func_ptr handler;
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

void __hermit_signal_return(void) __attribute__((visibility("hidden")));

static sigset_t signal_bit(int number)
{
	return 1UL << (number - 1);
}

static int signal_valid(int number)
{
	if (number >= 1 && number < NSIG)
		return 1;
	errno = EINVAL;
	return 0;
}

int __hermit_signal_action(int number, const struct sigaction *action, struct sigaction *old)
{
	struct kernel_sigaction new_action, old_action;
	if (action) {
		new_action.handler = action->sa_handler;
		new_action.flags = (unsigned int)action->sa_flags | SA_RESTORER;
		new_action.restorer = __hermit_signal_return;
		new_action.mask = action->sa_mask & ~signal_bit(SIGNAL_CANCEL);
	}
	int64_t answer =
		port_call(SYS_rt_sigaction, number, action ? &new_action : NULL, old ? &old_action : NULL, SET_BYTES);
	if (answer == 0 && old) {
		old->sa_handler = old_action.handler;
		old->sa_flags = (int)(old_action.flags & ~(unsigned long)SA_RESTORER);
		old->sa_mask = old_action.mask;
	}
	return port_result(answer);
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
	if (number == SIGNAL_CANCEL) {
		errno = EINVAL;
		return -1;
	}
	return __hermit_signal_action(number, action, old);
}

_sig_func_ptr signal(int number, _sig_func_ptr handler)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old = {.sa_handler = SIG_ERR};
	sigaction(number, &action, &old);
	return old.sa_handler;
}

_sig_func_ptr _signal_r(struct _reent *reent, int number, _sig_func_ptr handler)
{
	(void)reent;
	return signal(number, handler);
}

int sigemptyset(sigset_t *set)
{
	*set = 0;
	return 0;
}

int sigfillset(sigset_t *set)
{
	*set = ~0UL;
	return 0;
}

int sigaddset(sigset_t *set, int number)
{
	if (!signal_valid(number))
		return -1;
	*set |= signal_bit(number);
	return 0;
}

int sigdelset(sigset_t *set, int number)
{
	if (!signal_valid(number))
		return -1;
	*set &= ~signal_bit(number);
	return 0;
}

int sigismember(const sigset_t *set, int number)
{
	if (!signal_valid(number))
		return -1;
	return (*set & signal_bit(number)) != 0;
}

/* Answers with the error number itself. */
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	sigset_t allowed = set ? *set & ~signal_bit(SIGNAL_CANCEL) : 0;
	return (int)-port_call(SYS_rt_sigprocmask, how, set ? &allowed : NULL, old, SET_BYTES);
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
	return port_result(-pthread_sigmask(how, set, old));
}

int kill(pid_t process, int number)
{
	return port_result(port_call(SYS_kill, process, number));
}

int killpg(pid_t group, int number)
{
	return kill(-group, number);
}

int raise(int number)
{
	return port_result(port_call(SYS_tgkill, getpid(), gettid(), number));
}

int _raise_r(struct _reent *reent, int number)
{
	(void)reent;
	return raise(number);
}

/* Whatever the program has set up for SIGABRT: its end comes. */
void abort(void)
{
	raise(SIGABRT);
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t set = signal_bit(SIGABRT);
	sigaction(SIGABRT, &action, NULL);
	raise(SIGABRT);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + SIGABRT);
}

int sigpending(sigset_t *set)
{
	return port_result(port_call(SYS_rt_sigpending, set, SET_BYTES));
}

int sigsuspend(const sigset_t *set)
{
	sigset_t allowed = *set & ~signal_bit(SIGNAL_CANCEL);
	return port_result(port_block(SYS_rt_sigsuspend, &allowed, SET_BYTES));
}

int pause(void)
{
	return port_result(port_block(SYS_pause));
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
	sigset_t allowed = *set & ~signal_bit(SIGNAL_CANCEL);
	return port_result(port_block(SYS_rt_sigtimedwait, &allowed, info, timeout, SET_BYTES));
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
	return sigtimedwait(set, info, NULL);
}

int sigwait(const sigset_t *set, int *number)
{
	int got;
	do
		got = sigtimedwait(set, NULL, NULL);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno;
	*number = got;
	return 0;
}

int sigqueue(pid_t process, int number, const union sigval value)
{
	siginfo_t info;
	memset(&info, 0, sizeof(info));
	info.si_signo = number;
	info.si_code = SI_QUEUE;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value = value;
	return port_result(port_call(SYS_rt_sigqueueinfo, process, number, &info));
}

int sigaltstack(const stack_t *__restrict stack, stack_t *__restrict old)
{
	return port_result(port_call(SYS_sigaltstack, stack, old));
}
