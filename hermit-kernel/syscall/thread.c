/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls about the calling thread: identity, robust list, thread pointer, prctl, membarrier, futex.
 *
 * rseq(2) is missing on purpose: every preemption and migration would have to look at the thread's area, for sequences
 * that no program of ours registers but glibc, which takes the number of its core from the vDSO just as well.
 */
#include <asm/errno.h>
#include <asm/prctl.h>
#include <linux/capability.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <linux/prctl.h>
#include "lib/string.h"
#include "mm/user.h"
#include "sched/core.h"
#include "sched/futex.h"
#include "sched/process.h"
#include "sched/thread.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"
#include "time/clock.h"
#include "time/posix_clock.h"

#define LINUX_NAME_SIZE 16
#define TIMER_SLACK_NS  50000 /* Linux' default; timers fire when they are due anyway */

long sys_gettid(const uint64_t *args)
{
	return thread_current()->tid;
}

/** A thread by id for a call about it: 0 means the caller. A reference; NULL where there is none. */
static struct thread *find_thread(int tid)
{
	struct thread *thread = tid ? thread_find(tid) : thread_current();

	if (tid == 0)
		thread_get(thread);
	return thread;
}

/** set_robust_list(head, size) */
long sys_set_robust_list(const uint64_t *args)
{
	if (args[1] != sizeof(struct robust_list_head))
		return -EINVAL;
	thread_current()->robust_list = args[0];
	return 0;
}

/** get_robust_list(tid, head, size) */
long sys_get_robust_list(const uint64_t *args)
{
	uint64_t size = sizeof(struct robust_list_head), head;
	struct thread *thread = find_thread((int)args[0]);

	if (!thread)
		return -ESRCH;
	head = thread->robust_list;
	thread_put(thread);
	return user_put(args[2], &size) || user_put(args[1], &head) ? -EFAULT : 0;
}

/** arch_prctl(code, address). GS is the kernel's; there is no shadow stack and no permission to ask for in ring 0. */
long sys_arch_prctl(const uint64_t *args)
{
	switch ((int)args[0]) {
	case ARCH_SET_FS:
		if (args[1] >= USER_END)
			return -EPERM;
		arch_set_fs_base(args[1]);
		return 0;
	case ARCH_GET_FS:
		return user_put(args[1], &thread_current()->arch.fs_base);
	default:
		return -EINVAL;
	}
}

static long set_name(uint64_t from)
{
	char name[LINUX_NAME_SIZE];
	ssize64_t length = user_copy_string(name, from, sizeof(name));

	if (length == -EFAULT)
		return -EFAULT;
	name[sizeof(name) - 1] = 0; /* a longer one is cut, as on Linux */
	strlcpy(thread_current()->name, name, sizeof(thread_current()->name));
	return 0;
}

static long get_name(uint64_t to)
{
	char name[LINUX_NAME_SIZE] = "";

	strlcpy(name, thread_current()->name, sizeof(name));
	return user_put(to, &name);
}

/** Kept and reported; the parent is the proxy, which takes its isle along when it dies. */
static _Atomic int parent_death_signal;

static long set_parent_death_signal(uint64_t signal)
{
	if (signal > SIGNALS)
		return -EINVAL;
	atomic_store(&parent_death_signal, (int)signal);
	return 0;
}

static long get_parent_death_signal(uint64_t to)
{
	int signal = atomic_load(&parent_death_signal);

	return user_put(to, &signal);
}

/** prctl(option, …): what makes sense for one process without privileges of its own. */
long sys_prctl(const uint64_t *args)
{
	switch ((int)args[0]) {
	case PR_SET_NAME:
		return set_name(args[1]);
	case PR_GET_NAME:
		return get_name(args[1]);
	case PR_SET_PDEATHSIG:
		return set_parent_death_signal(args[1]);
	case PR_GET_PDEATHSIG:
		return get_parent_death_signal(args[1]);
	case PR_GET_DUMPABLE:
		return 0;
	case PR_SET_DUMPABLE:
		return args[1] <= 1 ? 0 : -EINVAL;
	case PR_SET_NO_NEW_PRIVS:
		return args[1] == 1 ? 0 : -EINVAL;
	case PR_GET_NO_NEW_PRIVS:
		return 1;
	case PR_SET_TIMERSLACK:
		return 0;
	case PR_GET_TIMERSLACK:
		return TIMER_SLACK_NS;
	case PR_GET_KEEPCAPS:
		return 0;
	case PR_CAPBSET_READ:
	case PR_CAPBSET_DROP:
		return args[1] > CAP_LAST_CAP ? -EINVAL : 0;
	case PR_SET_THP_DISABLE:
	case PR_GET_THP_DISABLE:
		return 0;
	case PR_SET_VMA: /* names of anonymous memory, for /proc only */
	default:
		return -EINVAL;
	}
}

static void run_barrier(void *arg)
{
	atomic_thread_fence(memory_order_seq_cst); /* the interrupt's return is the rest: IRET serialises */
}

#define MEMBARRIER_REGISTER                                                                                            \
	(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED |                        \
		MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE)
#define MEMBARRIER_PRIVATE (MEMBARRIER_CMD_PRIVATE_EXPEDITED | MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE)
#define MEMBARRIER_GLOBAL  (MEMBARRIER_CMD_GLOBAL | MEMBARRIER_CMD_GLOBAL_EXPEDITED)

/** membarrier(command, flags, cpu): every core of the isle runs this program, so all kinds are the same barrier */
long sys_membarrier(const uint64_t *args)
{
	static _Atomic int registered; /* MEMBARRIER_CMD_REGISTER_*: each is its command, shifted by one bit */
	int command = (int)args[0];

	if (args[1])
		return -EINVAL;
	if (command == MEMBARRIER_CMD_QUERY)
		return MEMBARRIER_REGISTER | MEMBARRIER_PRIVATE | MEMBARRIER_GLOBAL;
	if (command < 0 || (command & (command - 1)))
		return -EINVAL;
	if (command & MEMBARRIER_REGISTER) {
		atomic_fetch_or(&registered, command);
		return 0;
	}
	if (!(command & (MEMBARRIER_PRIVATE | MEMBARRIER_GLOBAL)))
		return -EINVAL;
	if ((command & MEMBARRIER_PRIVATE) && !(atomic_load(&registered) & command << 1))
		return -EPERM;
	atomic_thread_fence(memory_order_seq_cst);
	core_call(NULL, run_barrier, NULL);
	return 0;
}

_Static_assert(
	MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED == MEMBARRIER_CMD_PRIVATE_EXPEDITED << 1 &&
		MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE == MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE << 1,
	"a command and its registration are neighbours");

/** getcpu(cpu, node, unused) */
long sys_getcpu(const uint64_t *args)
{
	uint32_t cpu = core_this()->id, node = core_this()->node;

	if ((args[0] && user_put(args[0], &cpu)) || (args[1] && user_put(args[1], &node)))
		return -EFAULT;
	return 0;
}

static long resume_futex_wait(struct signal_restart *restart);

/** A wait with a time limit goes on to the same moment after a signal without handler; EINTR after a handler, as on
 * Linux. */
static long wait_restartable(const struct futex_wait *wait)
{
	struct signal_restart *restart = &thread_current()->signals.restart;
	int error = futex_wait(wait);

	if (error != -ERESTARTSYS || wait->deadline == WAIT_FOREVER)
		return error;
	restart->resume = resume_futex_wait;
	restart->deadline = wait->deadline;
	restart->args[0] = wait->address;
	restart->args[1] = wait->expected;
	restart->args[2] = wait->bitset;
	restart->args[3] = wait->is_private;
	return -ERESTART_RESTARTBLOCK;
}

static long resume_futex_wait(struct signal_restart *restart)
{
	struct futex_wait wait = {
		.address = restart->args[0],
		.expected = (uint32_t)restart->args[1],
		.bitset = (uint32_t)restart->args[2],
		.is_private = restart->args[3],
		.deadline = restart->deadline,
	};

	return wait_restartable(&wait);
}

/** FUTEX_WAIT has a relative time limit, FUTEX_WAIT_BITSET an absolute one of either clock. */
static int futex_deadline(uint64_t *deadline, uint64_t user_time, bool absolute, bool realtime)
{
	uint64_t ns;
	int error;

	*deadline = WAIT_FOREVER;
	if (!user_time)
		return 0;
	error = user_time_get(&ns, user_time);
	if (error)
		return error;
	*deadline = !absolute ? clock_deadline_after(ns) : realtime ? posix_clock_realtime_deadline(ns) : ns;
	return 0;
}

static long futex_wait_call(const uint64_t *args, int command, unsigned operation, bool is_private)
{
	struct futex_wait wait = {
		.address = args[0],
		.expected = (uint32_t)args[2],
		.bitset = command == FUTEX_WAIT ? FUTEX_BITSET_MATCH_ANY : (uint32_t)args[5],
		.is_private = is_private,
	};
	int error =
		futex_deadline(&wait.deadline, args[3], command == FUTEX_WAIT_BITSET, operation & FUTEX_CLOCK_REALTIME);

	return error ? error : wait_restartable(&wait);
}

/** futex(address, operation, value, timeout or value 2, address 2, value 3) */
long sys_futex(const uint64_t *args)
{
	unsigned operation = (unsigned)args[1];
	int command = (int)(operation & FUTEX_CMD_MASK);
	bool is_private = operation & FUTEX_PRIVATE_FLAG;
	uint32_t value3 = (uint32_t)args[5];

	if ((operation & FUTEX_CLOCK_REALTIME) && command != FUTEX_WAIT && command != FUTEX_WAIT_BITSET)
		return -ENOSYS;
	switch (command) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		return futex_wait_call(args, command, operation, is_private);
	case FUTEX_WAKE:
		return futex_wake(args[0], is_private, (int)args[2], FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return futex_wake(args[0], is_private, (int)args[2], value3);
	case FUTEX_REQUEUE:
		return futex_requeue(args[0], args[4], is_private, (int)args[2], (int)args[3], NULL);
	case FUTEX_CMP_REQUEUE:
		return futex_requeue(args[0], args[4], is_private, (int)args[2], (int)args[3], &value3);
	case FUTEX_WAKE_OP:
		return futex_wake_op(args[0], args[4], is_private, (int)args[2], (int)args[3], value3);
	default:
		return -ENOSYS; /* priority inheritance */
	}
}
