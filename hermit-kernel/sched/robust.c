/* SPDX-License-Identifier: BSD-3-Clause */
/* What a thread of the program leaves behind: robust futexes (get_robust_list(2)), the word that pthread_join waits
 * for. */
#include <asm/errno.h>
#include <linux/futex.h>
#include "mm/user.h"
#include "sched/futex.h"
#include "sched/process.h"
#include "sched/thread.h"

#define LIST_LIMIT 2048 /* Linux' ROBUST_LIST_LIMIT: the list may be a ring by mistake */

/** The owner of a locked futex dies. `pending`: it was just taking or releasing it. 0, or an errno that ends the walk.
 */
static int bury_futex(struct thread *thread, uint64_t address, bool is_pi, bool pending)
{
	uint32_t value, dead, old;
	int error;

	if (!is_aligned(address, sizeof(uint32_t)))
		return -EINVAL;
	error = user_load32(address, &value);
	while (!error) {
		/* unlocked already, but maybe nobody was woken yet */
		if (pending && !is_pi && value == 0) {
			futex_wake_address(address, 1);
			return 0;
		}
		if ((value & FUTEX_TID_MASK) != (uint32_t)thread->tid)
			return 0;
		dead = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
		error = user_cmpxchg32(address, value, dead, &old);
		if (!error && old == value) {
			if (!is_pi && (value & FUTEX_WAITERS))
				futex_wake_address(address, 1);
			return 0;
		}
		value = old;
	}
	return error;
}

/** Bit 0 of a pointer in the list says: a priority-inheritance futex. */
static int get_entry(uint64_t *entry, bool *is_pi, uint64_t from)
{
	if (user_get(entry, from))
		return -EFAULT;
	*is_pi = *entry & 1;
	*entry &= ~1ULL;
	return 0;
}

static void bury_robust_list(struct thread *thread)
{
	uint64_t head = thread->robust_list, entry, next, pending;
	bool is_pi, next_is_pi, pending_is_pi;
	int64_t offset;

	if (get_entry(&entry, &is_pi, head) ||
		user_get(&offset, head + offsetof(struct robust_list_head, futex_offset)) ||
		get_entry(&pending, &pending_is_pi, head + offsetof(struct robust_list_head, list_op_pending)))
		return;
	for (unsigned i = 0; entry != head && i < LIST_LIMIT; i++) {
		int error =
			get_entry(&next, &next_is_pi, entry); /* before the futex is released and its memory reused */

		if (entry != pending && bury_futex(thread, entry + (uint64_t)offset, is_pi, false))
			return;
		if (error)
			return;
		entry = next;
		is_pi = next_is_pi;
	}
	if (pending)
		bury_futex(thread, pending + (uint64_t)offset, pending_is_pi, true);
}

void thread_exit_user_cleanup(struct thread *thread)
{
	uint32_t zero = 0;

	signal_thread_free(thread);
	if (atomic_load(&process.exiting))
		return; /* nobody is left to care */
	if (thread->robust_list)
		bury_robust_list(thread);
	if (thread->clear_child_tid && user_put(thread->clear_child_tid, &zero) == 0)
		futex_wake_address(thread->clear_child_tid, 1);
}
