/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of hermit/core.h. */
#include <hermit/core.h>
#include <linux/errno.h>
#include "sched/hold.h"
#include "syscall/hermit_call.h"

_Static_assert((int)HERMIT_CORE_PINNED == HOLD_PINNED && (int)HERMIT_CORE_RESERVED == HOLD_RESERVED &&
		       (int)HERMIT_CORE_QUIET == HOLD_QUIET,
	"the scheduler's numbers are the interface's");

/** hermit_core_hold(core, hold) */
long hermit_call_core_hold(const uint64_t *args)
{
	struct core *core = core_get((unsigned)args[0]);
	int hold = (int)args[1];

	if (!core || hold < HERMIT_CORE_PINNED || hold > HERMIT_CORE_QUIET)
		return -EINVAL;
	return hold_core(core, (enum hold_kind)hold);
}

/** hermit_core_release() */
long hermit_call_core_release(const uint64_t *args)
{
	return hold_release();
}

/** hermit_core_held() */
long hermit_call_core_held(const uint64_t *args)
{
	const struct thread *self = thread_current();

	return self->hold ? (long)self->held_core->id << 8 | self->hold : 0;
}
