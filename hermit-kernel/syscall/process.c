/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls that make and end threads and, elsewhere, processes. An isle has one process: what would make another
 * one, or load another program into this one, answers ENOSYS ("Function not implemented", the text of Java's
 * IOException from ProcessBuilder).
 */
#include <asm/errno.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/user.h"
#include "sched/clone.h"
#include "sched/process.h"
#include "sched/thread.h"
#include "syscall/syscall.h"

/* Without these a clone would be another process. */
#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)
#define NAMESPACE_FLAGS                                                                                                \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |   \
		CLONE_NEWTIME)

#define WAIT_ANY_KIND (__WNOTHREAD | __WALL | __WCLONE)

static long refuse_process(const char *call)
{
	static _Atomic bool logged;

	if (!atomic_exchange(&logged, true))
		log_line("%s: an isle runs one process, children can't be started: ENOSYS (logged once)", call);
	return -ENOSYS;
}

static long clone_checked(const struct thread_clone_args *args, const char *call)
{
	uint64_t flags = args->flags;

	if ((flags & CLONE_THREAD) && !(flags & CLONE_SIGHAND))
		return -EINVAL;
	if ((flags & CLONE_SIGHAND) && !(flags & CLONE_VM))
		return -EINVAL;
	if (flags & NAMESPACE_FLAGS)
		return flags & CLONE_THREAD ? -EINVAL : -EPERM;
	if ((flags & THREAD_FLAGS) != THREAD_FLAGS || (flags & CLONE_VFORK))
		return refuse_process(call);
	if (flags & (CLONE_PIDFD | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP))
		return -EINVAL; /* for processes only */
	if (args->stack >= USER_END || ((flags & CLONE_SETTLS) && args->tls >= USER_END))
		return args->stack >= USER_END ? -EINVAL : -EPERM;
	return thread_clone(args);
}

/** clone(flags, stack, parent tid, child tid, tls) */
long sys_clone(const uint64_t *args)
{
	struct thread_clone_args clone = {
		.flags = (uint32_t)args[0] & ~(uint64_t)CSIGNAL,
		.stack = args[1],
		.parent_tid = args[2],
		.child_tid = args[3],
		.tls = args[4],
	};

	return clone_checked(&clone, "clone");
}

/** As copy_struct_from_user of Linux: a longer structure is fine while the part that we don't know is zero. */
static int get_clone_args(struct clone_args *args, uint64_t from, uint64_t size)
{
	uint8_t rest[64];

	if (size < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	if (size > 4096)
		return -E2BIG;
	memset(args, 0, sizeof(*args));
	if (user_copy_from(args, from, min(size, sizeof(*args))))
		return -EFAULT;
	for (uint64_t at = sizeof(*args), part; at < size; at += part) {
		part = min(size - at, sizeof(rest));
		if (user_copy_from(rest, from + at, part))
			return -EFAULT;
		for (uint64_t i = 0; i < part; i++)
			if (rest[i])
				return -E2BIG;
	}
	return 0;
}

/** clone3(arguments, size) */
long sys_clone3(const uint64_t *args)
{
	struct clone_args in;
	int error = get_clone_args(&in, args[0], args[1]);

	if (error)
		return error;
	if ((in.flags & (CSIGNAL & ~CLONE_NEWTIME)) || (in.flags & CLONE_DETACHED) || in.exit_signal > CSIGNAL)
		return -EINVAL;
	if (in.set_tid || in.set_tid_size)
		return in.set_tid && in.set_tid_size ? -EPERM : -EINVAL;
	if (!in.stack != !in.stack_size)
		return -EINVAL;
	if ((in.flags & CLONE_THREAD) && in.exit_signal)
		return -EINVAL;
	struct thread_clone_args clone = {
		.flags = in.flags,
		.stack = in.stack ? in.stack + in.stack_size : 0,
		.parent_tid = in.parent_tid,
		.child_tid = in.child_tid,
		.tls = in.tls,
	};
	return clone_checked(&clone, "clone3");
}

long sys_fork(const uint64_t *args)
{
	return refuse_process("fork");
}

long sys_vfork(const uint64_t *args)
{
	return refuse_process("vfork");
}

/** execve(path, argv, envp) */
long sys_execve(const uint64_t *args)
{
	return refuse_process("execve");
}

long sys_execveat(const uint64_t *args)
{
	return refuse_process("execveat");
}

/** wait4(pid, status, options, usage): there are no children */
long sys_wait4(const uint64_t *args)
{
	return (unsigned)args[2] & ~(WNOHANG | WUNTRACED | WCONTINUED | WAIT_ANY_KIND) ? -EINVAL : -ECHILD;
}

/** waitid(type, id, info, options, usage) */
long sys_waitid(const uint64_t *args)
{
	unsigned options = (unsigned)args[3], events = WEXITED | WSTOPPED | WCONTINUED;

	if ((options & ~(WNOHANG | WNOWAIT | events | WAIT_ANY_KIND)) || !(options & events))
		return -EINVAL;
	return (unsigned)args[0] > P_PIDFD ? -EINVAL : -ECHILD;
}

/** exit(status): of the thread */
long sys_exit(const uint64_t *args)
{
	thread_exit((int)args[0]);
}

/** exit_group(status) */
long sys_exit_group(const uint64_t *args)
{
	process_exit((int)args[0], 0);
}

/** set_tid_address(address): where exit writes 0 */
long sys_set_tid_address(const uint64_t *args)
{
	thread_current()->clear_child_tid = args[0];
	return thread_current()->tid;
}
