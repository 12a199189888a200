/* SPDX-License-Identifier: BSD-3-Clause */
#include "sched/clone.h"

#include <arch/fpu.h>
#include <asm/errno.h>
#include <linux/sched.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/user.h"
#include "sched/hold.h"
#include "sched/process.h"

static void copy_context(struct thread *child, struct thread *parent, const struct thread_clone_args *args)
{
	struct regs *regs = thread_regs(child);

	*regs = *thread_regs(parent);
	regs->rax = 0;
	regs->orig_rax = REGS_NO_SYSCALL;
	regs->vector = 0; /* all registers count, RDX too: glibc's clone3 keeps its function there */
	if (args->stack)
		regs->rsp = args->stack;
	child->arch.fs_base = args->flags & CLONE_SETTLS ? args->tls : parent->arch.fs_base;
	fpu_copy_current(child);
}

static void copy_scheduling(struct thread *child, struct thread *parent)
{
	memcpy(child->name, parent->name, sizeof(child->name));
	hold_inherit_affinity(&child->affinity);
	child->policy = parent->policy;
	child->priority = parent->priority;
	child->nice = parent->nice;
	child->memory_policy = parent->memory_policy;
}

/** All threads share the memory, so the parent can write for the child; as on Linux, a bad address does not stop the
 * clone. */
static void announce(struct thread *child, const struct thread_clone_args *args)
{
	if (args->flags & CLONE_PARENT_SETTID)
		(void)user_put(args->parent_tid, &child->tid);
	if (args->flags & CLONE_CHILD_SETTID)
		(void)user_put(args->child_tid, &child->tid);
	if (args->flags & CLONE_CHILD_CLEARTID)
		child->clear_child_tid = args->child_tid;
}

long thread_clone(const struct thread_clone_args *args)
{
	struct thread *parent = thread_current(), *child = thread_alloc_user();
	long tid;

	if (is_error(child)) {
		log_line("clone: no memory for another thread, there are %u", process.thread_count);
		return -EAGAIN;
	}
	copy_context(child, parent, args);
	copy_scheduling(child, parent);
	announce(child, args);
	tid = child->tid; /* it may be gone when thread_start returns */
	signal_thread_init(child, parent);
	thread_start(child);
	return tid;
}
