/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All system calls that the kernel answers, by family (the file syscall/<family>.c holds the handler sys_<name>).
 * Each row is SYSCALL(name): name as in Linux' asm/unistd_64.h. Expanded by dispatch.c. Sorted by name within a family.
 */

/* thread.c */

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

/* system.c */
