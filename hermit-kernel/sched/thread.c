/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads: life and look-up by id. */
#include "sched/thread.h"
#include <arch/fpu.h>
#include <arch/switch.h>
#include <linux/errno.h>
#include "lib/log.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/kmap.h"
#include "sched/hold.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "time/clock.h"

#define TID_MAX     4194304 /* as Linux' pid_max on 64-bit machines */
#define TID_BUCKETS 1024

static struct spinlock tid_lock; /* interrupts off: timers look threads up */
static struct list tid_buckets[TID_BUCKETS];
static int32_t tid_last;

static struct list *bucket_of(int32_t tid)
{
	struct list *bucket = &tid_buckets[(uint32_t)tid % TID_BUCKETS];

	if (!bucket->next)
		list_init(bucket);
	return bucket;
}

static struct thread *find_locked(int32_t tid)
{
	struct thread *thread;

	list_for_each (thread, bucket_of(tid), hash_link)
		if (thread->tid == tid)
			return thread;
	return NULL;
}

static void tid_assign(struct thread *thread)
{
	irqflags_t flags = spin_lock_irqsave(&tid_lock);

	if (!tid_last) { /* the program's first thread has the process' id */
		tid_last = process.pid;
	} else {
		do
			tid_last = tid_last >= TID_MAX ? 2 : tid_last + 1;
		while (tid_last == process.pid || find_locked(tid_last));
	}
	thread->tid = tid_last;
	list_append(bucket_of(thread->tid), &thread->hash_link);
	spin_unlock_irqrestore(&tid_lock, flags);
}

static void tid_release(struct thread *thread)
{
	irqflags_t flags = spin_lock_irqsave(&tid_lock);

	list_remove(&thread->hash_link);
	spin_unlock_irqrestore(&tid_lock, flags);
}

struct thread *thread_find(int32_t tid)
{
	if (tid <= 0)
		return NULL;
	irqflags_t flags = spin_lock_irqsave(&tid_lock);
	struct thread *thread = find_locked(tid);
	if (thread)
		thread_get(thread);
	spin_unlock_irqrestore(&tid_lock, flags);
	return thread;
}

static struct thread *thread_alloc(bool user)
{
	struct thread *thread = heap_zalloc(sizeof(*thread));

	if (!thread)
		return NULL;
	atomic_init(&thread->refs, 1);
	thread->user = user;
	list_init(&thread->run_link);
	list_init(&thread->process_link);
	list_init(&thread->hash_link);
	memset(&thread->affinity, 0xff, sizeof(thread->affinity));
	atomic_init(&thread->state, THREAD_RUNNABLE);
	thread->core = core_this();
	return thread;
}

static void thread_free(struct thread *thread)
{
	fpu_free(thread->arch.fpu);
	if (thread->arch.kernel_stack)
		kmap_stack_free(thread->arch.kernel_stack);
	heap_free(thread);
}

static struct thread *thread_alloc_with_stack(bool user)
{
	struct thread *thread = thread_alloc(user);

	if (!thread)
		return error_ptr(-ENOMEM);
	thread->arch.kernel_stack = kmap_stack_alloc();
	thread->arch.kernel_stack_top = thread->arch.kernel_stack + KERNEL_STACK_SIZE;
	thread->arch.fpu = user ? fpu_alloc() : NULL;
	if (!thread->arch.kernel_stack || (user && !thread->arch.fpu)) {
		thread_free(thread);
		return error_ptr(-ENOMEM);
	}
	arch_thread_init(thread, user);
	return thread;
}

struct thread *thread_alloc_user(void)
{
	struct thread *thread = thread_alloc_with_stack(true);

	if (!is_error(thread))
		tid_assign(thread);
	return thread;
}

void thread_free_unstarted(struct thread *thread)
{
	tid_release(thread);
	thread_free(thread);
}

static void process_add(struct thread *thread)
{
	irqflags_t flags = spin_lock_irqsave(&process.threads_lock);

	list_append(&process.threads, &thread->process_link);
	process.thread_count++;
	process.thread_peak = max(process.thread_peak, process.thread_count);
	spin_unlock_irqrestore(&process.threads_lock, flags);
}

void thread_start(struct thread *thread)
{
	process_add(thread);
	sched_start(thread);
}

struct thread *thread_create_kernel(const char *name, void (*entry)(void *), void *arg, const struct cpuset *affinity)
{
	struct thread *thread = thread_alloc_with_stack(false);

	if (is_error(thread))
		return thread;
	strlcpy(thread->name, name, sizeof(thread->name));
	thread->entry = entry;
	thread->entry_arg = arg;
	if (affinity)
		thread->affinity = *affinity;
	signal_thread_init(thread, NULL);
	sched_start(thread);
	return thread;
}

struct thread *thread_alloc_idle(struct core *core)
{
	struct thread *thread = thread_alloc(false);

	if (!thread)
		return NULL;
	snprintf(thread->name, sizeof(thread->name), "idle/%u", core->id);
	thread->core = core;
	memset(&thread->affinity, 0, sizeof(thread->affinity));
	cpuset_add(&thread->affinity, core->id);
	thread->cpu_since_ns = clock_monotonic_ns();
	signal_thread_init(thread, NULL);
	return thread;
}

_Noreturn void thread_run_kernel(void);
_Noreturn void thread_run_kernel(void)
{
	struct thread *thread = thread_current();

	irq_enable();
	thread->entry(thread->entry_arg);
	sched_exit();
}

void thread_put(struct thread *thread)
{
	if (atomic_fetch_sub(&thread->refs, 1) == 1)
		thread_free(thread);
}

uint64_t thread_cpu_ns(struct thread *thread)
{
	uint64_t done, since;

	do {
		done = atomic_load(&thread->cpu_ns);
		since = atomic_load(&thread->cpu_since_ns);
	} while (done != atomic_load(&thread->cpu_ns));
	uint64_t now = clock_monotonic_ns();
	return done + (since && now > since ? now - since : 0);
}

/* Out of the process; true if it was the last. */
static bool process_remove(struct thread *thread)
{
	irqflags_t flags = spin_lock_irqsave(&process.threads_lock);

	bool last = process.thread_count == 1;
	if (!last) {
		list_remove(&thread->process_link);
		process.thread_count--;
		process.cpu_ns_dead += thread_cpu_ns(thread);
	}
	spin_unlock_irqrestore(&process.threads_lock, flags);
	return last;
}

_Noreturn void thread_exit(int status)
{
	struct thread *thread = thread_current();

	if (!atomic_load(&process.exiting)) {
		hold_thread_exit(thread);
		thread_exit_user_cleanup(thread);
	}
	if (process_remove(thread))
		process_exit(status, 0);
	signal_thread_free(thread);
	tid_release(thread);
	sched_exit();
}
