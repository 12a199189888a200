/* SPDX-License-Identifier: BSD-3-Clause */
/* Signals: numbers and siginfo_t are the kernel's (x86-64 Linux). */
#ifndef _SYS_SIGNAL_H
#define _SYS_SIGNAL_H

#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <sys/cdefs.h>
#include <sys/features.h>
#include <sys/types.h>

#if !defined(_SIGSET_T_DECLARED)
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

#define SIGHUP    1
#define SIGINT    2
#define SIGQUIT   3
#define SIGILL    4
#define SIGTRAP   5
#define SIGABRT   6
#define SIGIOT    6
#define SIGBUS    7
#define SIGFPE    8
#define SIGKILL   9
#define SIGUSR1   10
#define SIGSEGV   11
#define SIGUSR2   12
#define SIGPIPE   13
#define SIGALRM   14
#define SIGTERM   15
#define SIGSTKFLT 16
#define SIGCHLD   17
#define SIGCLD    17
#define SIGCONT   18
#define SIGSTOP   19
#define SIGTSTP   20
#define SIGTTIN   21
#define SIGTTOU   22
#define SIGURG    23
#define SIGXCPU   24
#define SIGXFSZ   25
#define SIGVTALRM 26
#define SIGPROF   27
#define SIGWINCH  28
#define SIGIO     29
#define SIGPOLL   29
#define SIGPWR    30
#define SIGSYS    31
#define SIGRTMIN  33 /* 32 is the port's own, for pthread_cancel */
#define SIGRTMAX  64
#define NSIG      65

union sigval {
	int sival_int;
	void *sival_ptr;
};

#define SIGEV_SIGNAL    0
#define SIGEV_NONE      1
#define SIGEV_THREAD    2
#define SIGEV_THREAD_ID 4

struct sigevent {
	union sigval sigev_value;
	int sigev_signo;
	int sigev_notify;
	union {
		int __room[12];
		int __thread_id;
		struct {
			void (*__function)(union sigval);
			void *__attributes;
		} __call;
	} __how;
};

#define sigev_notify_function   __how.__call.__function
#define sigev_notify_attributes __how.__call.__attributes

typedef struct {
	int si_signo;
	int si_errno;
	int si_code;
	int __pad;
	union {
		int __room[28];
		struct {
			pid_t __pid;
			uid_t __uid;
			union sigval __value;
		} __sent;
		struct {
			int __timer;
			int __overrun;
			union sigval __value;
		} __timer;
		struct {
			pid_t __pid;
			uid_t __uid;
			int __status;
		} __child;
		struct {
			void *__address;
		} __fault;
	} __fields;
} siginfo_t;

#define si_pid     __fields.__sent.__pid
#define si_uid     __fields.__sent.__uid
#define si_value   __fields.__sent.__value
#define si_int     __fields.__sent.__value.sival_int
#define si_ptr     __fields.__sent.__value.sival_ptr
#define si_timerid __fields.__timer.__timer
#define si_overrun __fields.__timer.__overrun
#define si_status  __fields.__child.__status
#define si_addr    __fields.__fault.__address

#define SI_USER    0
#define SI_KERNEL  0x80
#define SI_QUEUE   (-1)
#define SI_TIMER   (-2)
#define SI_MESGQ   (-3)
#define SI_ASYNCIO (-4)
#define SI_TKILL   (-6)

#define ILL_ILLOPC  1
#define ILL_ILLOPN  2
#define FPE_INTDIV  1
#define FPE_INTOVF  2
#define FPE_FLTDIV  3
#define FPE_FLTINV  7
#define SEGV_MAPERR 1
#define SEGV_ACCERR 2
#define BUS_ADRALN  1
#define BUS_ADRERR  2

typedef void (*_sig_func_ptr)(int);

struct sigaction {
	union {
		_sig_func_ptr __plain;
		void (*__informed)(int, siginfo_t *, void *);
	} __handler;
	sigset_t sa_mask;
	int sa_flags;
};

#define sa_handler   __handler.__plain
#define sa_sigaction __handler.__informed

#define SA_NOCLDSTOP 0x1
#define SA_NOCLDWAIT 0x2
#define SA_SIGINFO   0x4
#define SA_ONSTACK   0x08000000
#define SA_RESTART   0x10000000
#define SA_NODEFER   0x40000000
#define SA_RESETHAND 0x80000000

#define MINSIGSTKSZ 2048
#define SIGSTKSZ    16384
#define SS_ONSTACK  1
#define SS_DISABLE  2

typedef struct sigaltstack {
	void *ss_sp;
	int ss_flags;
	size_t ss_size;
} stack_t;

#define SIG_BLOCK   0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

__BEGIN_DECLS
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
int kill(pid_t process, int number);
int killpg(pid_t group, int number);
int pthread_kill(pthread_t thread, int number);
int sigaction(int number, const struct sigaction *action, struct sigaction *old);
int sigaddset(sigset_t *set, int number);
int sigdelset(sigset_t *set, int number);
int sigismember(const sigset_t *set, int number);
int sigfillset(sigset_t *set);
int sigemptyset(sigset_t *set);
int sigpending(sigset_t *set);
int sigsuspend(const sigset_t *set);
int sigpause(int mask);
int sigwait(const sigset_t *set, int *number);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
int sigqueue(pid_t process, int number, const union sigval value);
int sigaltstack(const stack_t *__restrict stack, stack_t *__restrict old);
__END_DECLS

#ifndef _SIGNAL_H_
#include <signal.h> /* programs that include <sys/signal.h> only want SIG_DFL too */
#endif

#endif
