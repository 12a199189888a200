/* SPDX-License-Identifier: BSD-3-Clause */
/* The one process, and its end. */
#include "sched/process.h"
#include <arch/ipi.h>
#include "fs/vfs.h"
#include "isle/channel.h"
#include "lib/log.h"
#include "sched/sched.h"

struct process process = {
	.pid = 1,
	.threads = LIST_INIT(process.threads),
	.signals = PROCESS_SIGNALS_INIT(process.signals),
};

/* Everybody leaves at the next entry into the kernel, or on the way out of it. */
static void process_stop_others(void)
{
	struct thread *thread;

	irqflags_t flags = spin_lock_irqsave(&process.threads_lock);
	list_for_each (thread, &process.threads, process_link) {
		if (thread == thread_current())
			continue;
		atomic_store(&thread->signals.attention, true);
		sched_wake_for_signal(thread);
	}
	spin_unlock_irqrestore(&process.threads_lock, flags);
}

_Noreturn void process_exit(int status, int signal)
{
	if (atomic_exchange(&process.exiting, true))
		sched_exit(); /* another thread ends the program already */
	atomic_store(&process.exit_status, (uint32_t)(status & 0xff) | (uint32_t)signal << 8);
	process_stop_others();
	log_line("program ended: status %d, signal %d", status & 0xff, signal);
	vfs_sync(NULL); /* what mapped files hold reaches the host */
	channel_exit(status & 0xff, signal);
}
