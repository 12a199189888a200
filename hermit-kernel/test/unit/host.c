/* SPDX-License-Identifier: BSD-3-Clause */
#include "test/unit/host.h"

#include <asm/signal.h>
#include <linux/errno.h>
#include "fs/file.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/signal.h"
#include "sched/thread.h"
#include "sync/mutex.h"
#include "time/clock.h"

/* The host's; its headers do not go with the kernel's. */
void *malloc(size_t size);
void *aligned_alloc(size_t alignment, size_t size);
void free(void *memory);
_Noreturn void abort(void);
int vprintf(const char *format, __builtin_va_list args);

bool (*host_others_run)(void);
bool host_interrupted;
int host_allocations_left = -1;
uint64_t host_signals;
struct process process = {.pid = 1};
static unsigned lines;
static struct thread thread;

/* Memory */

static bool allocation_fails(void)
{
	if (host_allocations_left < 0)
		return false;
	return host_allocations_left-- <= 0;
}

void *heap_alloc(size_t size)
{
	return allocation_fails() ? NULL : malloc(size);
}

void *heap_zalloc(size_t size)
{
	void *memory = heap_alloc(size);
	if (memory)
		memset(memory, 0, size);
	return memory;
}

void heap_free(void *memory)
{
	free(memory);
}

static struct list pages = LIST_INIT(pages);

struct host_page {
	struct page page;
	struct list link;
	void *memory;
	uint64_t size;
};

struct page *page_alloc(unsigned order, unsigned flags, int node)
{
	struct host_page *page = heap_zalloc(sizeof(*page));
	if (!page)
		return NULL;
	page->size = PAGE_SIZE << order;
	page->memory = aligned_alloc(page->size, page->size);
	if (flags & PAGE_ZERO)
		memset(page->memory, 0, page->size);
	page->page.refs = 1;
	list_append(&pages, &page->link);
	return &page->page;
}

void page_put(struct page *page)
{
	struct host_page *host = container_of(page, struct host_page, page);
	if (--page->refs)
		return;
	list_remove(&host->link);
	free(host->memory);
	free(host);
}

phys_t page_to_phys(const struct page *page)
{
	return virt_to_phys(container_of(page, struct host_page, page)->memory);
}

struct page *page_from_phys(phys_t phys)
{
	struct host_page *page;
	list_for_each (page, &pages, link)
		if (phys - virt_to_phys(page->memory) < page->size)
			return &page->page;
	return NULL;
}

int copy_fault(void *to, const void *from, size_t size)
{
	memcpy(to, from, size);
	return 0;
}

int user_copy_to(uint64_t to, const void *from, size_t size)
{
	memcpy((void *)to, from, size);
	return 0;
}

/* Files: weak, for tests that have fs/file.c */

__attribute__((weak)) struct file *file_new(
	const struct file_ops *ops, unsigned flags, void *private, const char *anonymous_name)
{
	struct file *file = heap_zalloc(sizeof(*file));
	if (!file)
		return NULL;
	file->ops = ops;
	file->flags = flags;
	file->private = private;
	file->refs = 1;
	list_init(&file->epoll_items);
	return file;
}

__attribute__((weak)) struct file *file_get(struct file *file)
{
	file->refs++;
	return file;
}

__attribute__((weak)) void epoll_forget_file(struct file *file)
{
}

__attribute__((weak)) void file_put(struct file *file)
{
	if (!file || --file->refs)
		return;
	epoll_forget_file(file);
	if (file->ops->release)
		file->ops->release(file);
	free(file);
}

__attribute__((weak)) uint32_t file_poll(struct file *file, struct poll_table *table)
{
	return file->ops->poll(file, table);
}

/* Waiting */

void waitq_init(struct waitq *queue)
{
	spin_init(&queue->lock);
	list_init(&queue->waiters);
}

static bool wake_nobody(struct waiter *waiter, uint32_t events)
{
	return true;
}

void waiter_init(struct waiter *waiter)
{
	list_init(&waiter->link);
	waiter->wake = wake_nobody;
	waiter->thread = &thread;
}

void waitq_add(struct waitq *queue, struct waiter *waiter)
{
	list_append(&queue->waiters, &waiter->link);
}

void waitq_remove(struct waitq *queue, struct waiter *waiter)
{
	list_remove(&waiter->link);
}

static void wake(struct waitq *queue, uint32_t events, bool all)
{
	struct waiter *waiter, *next;
	spin_lock(&queue->lock);
	list_for_each_safe (waiter, next, &queue->waiters, link)
		if (waiter->wake(waiter, events) && !all)
			break;
	spin_unlock(&queue->lock);
}

void waitq_wake_all(struct waitq *queue, uint32_t events)
{
	wake(queue, events, true);
}

void waitq_wake_one(struct waitq *queue, uint32_t events)
{
	wake(queue, events, false);
}

void wait_begin(struct waitq *queue, struct waiter *waiter, bool interruptible)
{
	waitq_add(queue, waiter);
}

int wait_sleep(bool interruptible, uint64_t deadline)
{
	if (host_others_run && host_others_run())
		return 0;
	if (interruptible && host_interrupted)
		return -ERESTARTSYS;
	assert(interruptible || deadline != WAIT_FOREVER); /* nobody would ever wake it */
	return deadline != WAIT_FOREVER ? -ETIMEDOUT : -ERESTARTSYS;
}

void wait_end(struct waitq *queue, struct waiter *waiter)
{
	waitq_remove(queue, waiter);
}

void mutex_init(struct mutex *mutex)
{
	mutex->owner = NULL;
}

void mutex_lock(struct mutex *mutex)
{
	assert(!mutex->owner);
	mutex->owner = &thread;
}

void mutex_unlock(struct mutex *mutex)
{
	assert(mutex->owner);
	mutex->owner = NULL;
}

/* The rest */

struct thread *test_thread_current(void)
{
	return &thread;
}

int signal_send_thread(struct thread *to, int signal, const siginfo_t *info)
{
	host_signals |= SIGMASK(signal);
	return 0;
}

uint64_t clock_monotonic_ns(void)
{
	static uint64_t now;
	return now += 1000;
}

uint64_t clock_deadline_after(uint64_t ns)
{
	return clock_monotonic_ns() + ns;
}

uint64_t host_random(void)
{
	static uint64_t state = 0x9e3779b97f4a7c15ULL;
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

void host_random_bytes(void *to, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)to)[i] = (uint8_t)(host_random() >> 32);
}

unsigned host_log_lines(void)
{
	return lines;
}

void log_line(const char *format, ...)
{
	lines++;
}

_Noreturn void panic(const char *format, ...)
{
	__builtin_va_list args;
	__builtin_va_start(args, format);
	vprintf(format, args);
	__builtin_va_end(args);
	abort();
}
