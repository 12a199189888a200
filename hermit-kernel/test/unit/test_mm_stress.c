// sources: test/unit/machine.c test/unit/machine_mm.c lib/rbtree.c mm/vma.c mm/vma_own.c mm/range.c mm/mmap.c
// sources: mm/mprotect.c mm/mremap.c mm/madvise.c mm/inode.c mm/stats.c mm/policy.c mm/fault.c mm/fault_anon.c
// sources: mm/fault_file.c mm/pagetable.c mm/pagetable_move.c mm/page.c mm/buddy.c mm/heap.c mm/memory_map.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The address space under threads that all work on the same 16 MiB: two that read and write, one that changes mappings,
 * one that gives memory back, splits, truncates and looks at statistics. Every word ever written carries a mark, so
 * memory that somebody else uses already would show; and in the end nothing is lost, and no page is mapped twice.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/page.h"
#include "mm/pagetable.h"
#include "mm/vma.h"
#include "test/unit/machine.h"
#include "test/unit/machine_mm.h"

#define ARENA      0x10000000000ULL
#define PAGES      4096u
#define FILE_PAGES 128u
#define STEPS      60000
#define CHANGES    20000
#define RW         (PROT_READ | PROT_WRITE)
#define MARK       0xbeefULL
#define FILE_MARK  0xf11eULL

static struct file *file;
static _Atomic bool done;
static _Atomic int changes, accessors_left = 2;
static _Atomic uint64_t resolved, refused;

struct worker {
	unsigned core;
	uint64_t seed;
};

static uint64_t random_of(struct worker *worker, uint64_t limit)
{
	worker->seed ^= worker->seed >> 12;
	worker->seed ^= worker->seed << 25;
	worker->seed ^= worker->seed >> 27;
	return (worker->seed * 0x2545f4914f6cdd1dULL >> 8) % limit;
}

static void fail_if(bool bad, const char *what, uint64_t value)
{
	if (!bad)
		return;
	fprintf(stderr, "%s: %#lx\n", what, (unsigned long)value);
	abort();
}

static void random_range(struct worker *worker, uint64_t *start, uint64_t *size)
{
	uint64_t first = random_of(worker, PAGES), count = 1 + random_of(worker, min(PAGES - first, 1200ULL));
	if (!random_of(worker, 3)) {
		first &= ~511ULL;
		count = 512;
	}
	*start = ARENA + first * PAGE_SIZE;
	*size = count * PAGE_SIZE;
}

static void *accessor(void *arg)
{
	struct worker *worker = arg;
	machine_run_on(worker->core, 0);
	while (changes < 100) /* until there is something to find */
		machine_pause();
	for (int i = 0; i < STEPS; i++) {
		uint64_t address = ARENA + random_of(worker, PAGES) * PAGE_SIZE + random_of(worker, 4) * 8;
		uint64_t value = MARK << 48 | address >> 12;
		bool write = random_of(worker, 2);
		int error = machine_access(address, write, &value);
		fail_if(error && error != -EFAULT && error != -EACCES && error != -ENXIO && error != -ENOMEM,
			"unexpected errno", (uint64_t)-error);
		if (error)
			refused++;
		else
			resolved++;
		if (!error && !write)
			fail_if(value && value >> 48 != MARK && value >> 48 != FILE_MARK, "foreign value", value);
	}
	accessors_left--;
	return NULL;
}

static void change_once(struct worker *worker)
{
	static const int prots[] = {PROT_NONE, PROT_READ, RW, RW};
	uint64_t start, size, to, ignored;
	int prot = prots[random_of(worker, 4)];
	random_range(worker, &start, &size);
	switch (random_of(worker, 8)) {
	case 0:
		mm_munmap(start, size);
		break;
	case 1:
	case 2:
		mm_mprotect(start, size, prot);
		break;
	case 3:
		random_range(worker, &to, &ignored);
		size = min(size, ARENA + PAGES * PAGE_SIZE - to);
		mm_mremap(start, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to);
		break;
	case 4:
		mm_mmap(start, size, RW, MAP_FIXED | (random_of(worker, 2) ? MAP_SHARED : MAP_PRIVATE), file, 0);
		break;
	default:
		mm_mmap(start, size, RW, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, NULL, 0);
		break;
	}
}

static void *changer(void *arg)
{
	struct worker *worker = arg;
	machine_run_on(worker->core, 0);
	/* as long as anybody looks: whatever the host's load, accesses meet changes */
	for (; changes < CHANGES || accessors_left > 0; changes++)
		change_once(worker);
	return NULL;
}

static void look_at_all(void)
{
	struct vma_info info;
	for (uint64_t at = 0; mm_next_vma(at, &info); at = info.end)
		if (info.file)
			file_put(info.file);
}

static void *advisor(void *arg)
{
	struct worker *worker = arg;
	uint64_t start, size;
	machine_run_on(worker->core, 0);
	while (!done) {
		random_range(worker, &start, &size);
		switch (random_of(worker, 8)) {
		case 0:
			machine_file_resize(file, (unsigned)random_of(worker, FILE_PAGES));
			machine_file_resize(file, FILE_PAGES);
			break;
		case 1:
			look_at_all();
			break;
		case 2:
			mm_protect_inode(file->inode, 0, FILE_PAGES);
			break;
		case 3:
			mm_madvise(start, size, random_of(worker, 2) ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
			break;
		case 4:
			mm_madvise(start, size, MADV_POPULATE_WRITE);
			break;
		default:
			mm_madvise(start, size, MADV_DONTNEED);
			break;
		}
	}
	return NULL;
}

static void check_no_page_twice(void)
{
	static bool seen[GIB(1) / PAGE_SIZE];
	for (uint64_t address = ARENA, size; address < ARENA + PAGES * PAGE_SIZE; address += PAGE_SIZE) {
		uint64_t entry = pt_lookup(address, &size);
		if (!(entry & PTE_ANON))
			continue;
		uint64_t number = ((entry & PTE_ADDRESS & ~(size - 1)) + (address & (size - 1))) / PAGE_SIZE;
		assert_false(seen[number]);
		seen[number] = true;
	}
}

static void test_threads(void **state)
{
	struct worker workers[4] = {{0, 11}, {1, 22}, {2, 33}, {3, 44}};
	pthread_t threads[4];
	pthread_create(&threads[0], NULL, accessor, &workers[0]);
	pthread_create(&threads[1], NULL, accessor, &workers[1]);
	pthread_create(&threads[2], NULL, changer, &workers[2]);
	pthread_create(&threads[3], NULL, advisor, &workers[3]);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	done = true;
	pthread_join(threads[3], NULL);
	assert_true(resolved > 100 && refused > 100);
	check_no_page_twice();
}

static void test_nothing_leaks(void **state)
{
	struct mm_stats stats;
	assert_int_equal(mm_munmap(0, USER_END), 0);
	machine_file_free(file);
	mm_stats(&stats);
	assert_int_equal(stats.vmas, 0);
	assert_int_equal(stats.resident, 0);
	assert_int_equal(stats.page_tables, 0);
	struct memory_stats memory;
	page_stats(NODE_ANY, &memory);
	assert_in_range(
		memory.free, memory.total - MIB(1), memory.total - 1); /* the heap's slabs, the page of zeroes */
}

static int set_up(void **state)
{
	machine_mm_init(MIB(96));
	file = machine_file(FILE_PAGES, FILE_MARK << 48, false);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_nothing_leaks),
	};
	return cmocka_run_group_tests_name("mm_stress", tests, set_up, NULL);
}
