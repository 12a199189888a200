/* SPDX-License-Identifier: BSD-3-Clause */
#include "test/unit/machine_mm.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/tmpfs.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/fault.h"
#include "mm/page.h"
#include "mm/user.h"
#include "mm/vma.h"
#include "sched/rlimit.h"
#include "sched/sched.h"
#include "test/unit/machine.h"
#include "time/clock.h"

#define MEMORY_START MIB(32)
#define FILE_PAGES   512

static uint64_t top_table[512] __attribute__((aligned(4096)));
uint64_t *const kernel_pml4 = top_table;
static _Atomic unsigned flushes;

void machine_mm_init(uint64_t memory)
{
	static struct memory_map map;
	machine_add_memory(MEMORY_START, MEMORY_START + memory);
	memory_map_add(&map, MEMORY_START, MEMORY_START + memory, MEMORY_USABLE, 0);
	machine_run_on(0, 0);
	page_init(&map);
	mm_init();
}

/* ---- sleeping, by polling ---- */

void waitq_init(struct waitq *queue)
{
}

void waiter_init(struct waiter *waiter)
{
}

void wait_begin(struct waitq *queue, struct waiter *waiter, bool interruptible)
{
}

int wait_sleep(bool interruptible, uint64_t deadline)
{
	machine_pause();
	return machine_clock_ns() > deadline ? -ETIMEDOUT : 0;
}

void wait_end(struct waitq *queue, struct waiter *waiter)
{
}

void waitq_wake_all(struct waitq *queue, uint32_t events)
{
}

void mutex_init(struct mutex *mutex)
{
	mutex->waiting = 0;
}

void mutex_lock(struct mutex *mutex)
{
	while (atomic_exchange(&mutex->waiting, 1))
		machine_pause();
}

bool mutex_trylock(struct mutex *mutex)
{
	return !atomic_exchange(&mutex->waiting, 1);
}

void mutex_unlock(struct mutex *mutex)
{
	atomic_store(&mutex->waiting, 0);
}

void sched_yield_point(void)
{
}

void sched_yield(void)
{
	machine_pause();
}

uint64_t clock_monotonic_ns(void)
{
	return machine_clock_ns();
}

uint64_t clock_deadline_after(uint64_t ns)
{
	return machine_clock_ns() + ns;
}

uint64_t rlimit_get(int resource)
{
	return resource == RLIMIT_STACK ? MIB(8) : RLIMIT_INFINITY;
}

struct thread *test_thread_current(void)
{
	static struct thread threads[4];
	return &threads[test_core_this()->id];
}

int user_copy_to(uint64_t to, const void *from, size_t size)
{
	memcpy((void *)(uintptr_t)to, from, size);
	return 0;
}

/* ---- the processor ---- */

/* An access uses what it found in the page table; a flush returns when no core uses what it found before: odd while in
 * use. */
static _Atomic unsigned accesses[4];

void tlb_flush_range(uint64_t start, uint64_t end, bool tables)
{
	assert(start < end);
	flushes++;
	for (unsigned core = 0; core < 4; core++) {
		unsigned seen = accesses[core];
		while (seen & 1 && accesses[core] == seen)
			machine_pause();
	}
}

unsigned machine_flushes(void)
{
	return flushes;
}

static bool access_once(uint64_t address, bool write, uint64_t *value)
{
	uint64_t size, entry = pt_lookup(address, &size);
	if (!(entry & PTE_PRESENT) || (write && !(entry & PTE_WRITE)))
		return false;
	_Atomic uint64_t *word = phys_to_virt((entry & PTE_ADDRESS & ~(size - 1)) + (address & (size - 1)));
	if (write)
		atomic_store(word, *value);
	else
		*value = atomic_load(word);
	return true;
}

int machine_access(uint64_t address, bool write, uint64_t *value)
{
	_Atomic unsigned *section = &accesses[test_core_this()->id];
	for (;;) {
		(*section)++;
		bool done = access_once(address, write, value);
		(*section)++;
		if (done)
			return 0;
		int error = fault_resolve(address, write ? FAULT_WRITE : FAULT_READ);
		if (error)
			return error;
	}
}

/* ---- files ---- */

struct test_file {
	struct file file;
	struct inode inode;
	struct inode_ops ops;
	struct file_ops file_ops;
	struct spinlock lock;
	unsigned pages, dirtied;
	bool image;
	int error;
	struct page *page[FILE_PAGES];
};

static struct test_file *test_file_of(struct inode *inode)
{
	return container_of(inode, struct test_file, inode);
}

static int get_page(struct inode *inode, uint64_t index, bool write, struct file_page *page)
{
	struct test_file *file = test_file_of(inode);
	int error = file->error;
	spin_lock(&file->lock);
	if (index >= file->pages)
		error = -ENXIO;
	if (!error) {
		page->phys = page_to_phys(file->page[index]);
		page->page = file->image ? NULL : file->page[index];
		page->writable = write && !file->image;
		if (page->page)
			page_get(page->page);
		file->dirtied += write;
	}
	spin_unlock(&file->lock);
	return error;
}

static struct page *page_new(uint64_t word)
{
	struct page *page = page_alloc(0, PAGE_ZERO, NODE_ANY);
	assert(page);
	*(uint64_t *)page_to_virt(page) = word;
	return page;
}

struct file *machine_file(unsigned pages, uint64_t tag, bool image)
{
	struct test_file *file = machine_calloc(sizeof(*file));
	file->ops.get_page = get_page;
	file->inode.ops = &file->ops;
	list_init(&file->inode.mappings);
	file->file.ops = &file->file_ops;
	file->file.inode = &file->inode;
	file->file.flags = O_RDWR;
	file->file.refs = 1;
	file->pages = pages;
	file->image = image;
	for (unsigned i = 0; i < pages; i++)
		file->page[i] = page_new(tag + i);
	return &file->file;
}

void machine_file_resize(struct file *to, unsigned pages)
{
	struct test_file *file = test_file_of(to->inode);
	unsigned before = file->pages;
	for (unsigned i = before; i < pages; i++)
		file->page[i] = page_new(0);
	spin_lock(&file->lock);
	file->pages = pages;
	spin_unlock(&file->lock);
	if (pages < before)
		mm_unmap_inode(to->inode, pages);
	for (unsigned i = pages; i < before; i++)
		page_put(file->page[i]); /* a fault that is about to notice may keep it a little longer */
}

uint64_t *machine_file_word(struct file *file, unsigned page)
{
	return page_to_virt(test_file_of(file->inode)->page[page]);
}

unsigned machine_file_dirtied(struct file *file)
{
	return test_file_of(file->inode)->dirtied;
}

void machine_file_fail(struct file *file, int error)
{
	test_file_of(file->inode)->error = error;
}

void machine_file_free(struct file *file)
{
	assert(file->refs == 1);
	assert(list_empty(&file->inode->mappings));
	machine_file_resize(file, 0);
	machine_free(test_file_of(file->inode));
}

struct file *file_get(struct file *file)
{
	file->refs++;
	return file;
}

void file_put(struct file *file)
{
	assert(file->refs > 1);
	file->refs--;
}

struct file *tmpfs_anonymous_file(uint64_t size)
{
	return error_ptr(-ENOMEM);
}
