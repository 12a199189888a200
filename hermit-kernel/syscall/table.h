/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All system calls that the kernel answers, by family (the file syscall/<family>.c holds the handler sys_<name>).
 * Each row is SYSCALL(name): name as in Linux' asm/unistd_64.h. Expanded by dispatch.c. Sorted by name within a family.
 */

/* thread.c */
SYSCALL(arch_prctl)
SYSCALL(futex)
SYSCALL(get_robust_list)
SYSCALL(getcpu)
SYSCALL(gettid)
SYSCALL(membarrier)
SYSCALL(prctl)
SYSCALL(set_robust_list)

/* process.c */
SYSCALL(clone)
SYSCALL(clone3)
SYSCALL(execve)
SYSCALL(execveat)
SYSCALL(exit)
SYSCALL(exit_group)
SYSCALL(fork)
SYSCALL(set_tid_address)
SYSCALL(vfork)
SYSCALL(wait4)
SYSCALL(waitid)

/* schedule.c */
SYSCALL(getpriority)
SYSCALL(sched_get_priority_max)
SYSCALL(sched_get_priority_min)
SYSCALL(sched_getaffinity)
SYSCALL(sched_getattr)
SYSCALL(sched_getparam)
SYSCALL(sched_getscheduler)
SYSCALL(sched_rr_get_interval)
SYSCALL(sched_setaffinity)
SYSCALL(sched_setattr)
SYSCALL(sched_setparam)
SYSCALL(sched_setscheduler)
SYSCALL(sched_yield)
SYSCALL(setpriority)

/* identity.c */
SYSCALL(capget)
SYSCALL(capset)
SYSCALL(getegid)
SYSCALL(geteuid)
SYSCALL(getgid)
SYSCALL(getgroups)
SYSCALL(getpgid)
SYSCALL(getpgrp)
SYSCALL(getpid)
SYSCALL(getppid)
SYSCALL(getresgid)
SYSCALL(getresuid)
SYSCALL(getsid)
SYSCALL(getuid)
SYSCALL(setfsgid)
SYSCALL(setfsuid)
SYSCALL(setgid)
SYSCALL(setgroups)
SYSCALL(setpgid)
SYSCALL(setregid)
SYSCALL(setresgid)
SYSCALL(setresuid)
SYSCALL(setreuid)
SYSCALL(setsid)
SYSCALL(setuid)

/* signal.c */
SYSCALL(kill)
SYSCALL(pause)
SYSCALL(restart_syscall)
SYSCALL(rt_sigaction)
SYSCALL(rt_sigpending)
SYSCALL(rt_sigprocmask)
SYSCALL(rt_sigqueueinfo)
SYSCALL(rt_sigreturn)
SYSCALL(rt_sigsuspend)
SYSCALL(rt_sigtimedwait)
SYSCALL(rt_tgsigqueueinfo)
SYSCALL(sigaltstack)
SYSCALL(signalfd)
SYSCALL(signalfd4)
SYSCALL(tgkill)
SYSCALL(tkill)

/* time.c */

/* memory.c */

/* file.c */

/* path.c */

/* poll.c */
SYSCALL(epoll_create)
SYSCALL(epoll_create1)
SYSCALL(epoll_ctl)
SYSCALL(epoll_pwait)
SYSCALL(epoll_pwait2)
SYSCALL(epoll_wait)
SYSCALL(poll)
SYSCALL(ppoll)
SYSCALL(pselect6)
SYSCALL(select)

/* pipe.c */
SYSCALL(eventfd)
SYSCALL(eventfd2)
SYSCALL(pipe)
SYSCALL(pipe2)

/* system.c */
