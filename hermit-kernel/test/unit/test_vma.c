// sources: test/unit/machine.c test/unit/machine_mm.c lib/rbtree.c mm/vma.c mm/vma_own.c mm/range.c mm/mmap.c
// sources: mm/mprotect.c mm/mremap.c mm/madvise.c mm/inode.c mm/stats.c mm/policy.c mm/fault.c mm/fault_anon.c
// sources: mm/fault_file.c mm/pagetable.c mm/pagetable_move.c mm/page.c mm/buddy.c mm/heap.c mm/memory_map.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The address space against a model: random mmap, munmap, mprotect, mremap, madvise, truncation and accesses in an
 * arena of 8 MiB, where the model knows for each page what it is, who may touch it, and what its first word holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/page.h"
#include "mm/vma.h"
#include "test/unit/machine.h"
#include "test/unit/machine_mm.h"

#define ARENA      0x10000000000ULL
#define PAGES      2048u
#define FILE_PAGES 256u
#define STEPS      60000
#define RW         (PROT_READ | PROT_WRITE)

enum kind {
	FREE,
	ANONYMOUS,
	PRIVATE_FILE,
	SHARED_FILE
};

struct model_page {
	enum kind kind;
	int prot;
	int huge; /* 0, MADV_HUGEPAGE, MADV_NOHUGEPAGE */
	bool own; /* has contents of its own: `value` */
	uint64_t value;
	unsigned index; /* in the file */
};

static struct model_page model[PAGES];
static struct file *file;
static unsigned file_pages = FILE_PAGES;
static uint64_t file_value[FILE_PAGES];
static uint64_t next_value = 1000000;
static uint64_t free_at_start;

static uint64_t address_of(unsigned page)
{
	return ARENA + page * PAGE_SIZE;
}

static int set_up(void **state)
{
	machine_mm_init(MIB(64));
	free_at_start = page_free_count();
	file = machine_file(FILE_PAGES, 500, false);
	for (unsigned i = 0; i < FILE_PAGES; i++)
		file_value[i] = 500 + i;
	return 0;
}

/* ---- the model ---- */

static bool same_mapping(const struct model_page *a)
{
	const struct model_page *b = a + 1;
	if (a->kind != b->kind || a->prot != b->prot || a->huge != b->huge)
		return false;
	return a->kind == ANONYMOUS || a->index + 1 == b->index;
}

static bool is_one_mapping(unsigned first, unsigned count)
{
	if (!model[first].kind)
		return false;
	for (unsigned i = first; i + 1 < first + count; i++)
		if (!same_mapping(&model[i]))
			return false;
	return true;
}

static bool any_mapped(unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count; i++)
		if (model[i].kind)
			return true;
	return false;
}

/** How many pages from `first` on are mapped without a hole. */
static unsigned mapped_run(unsigned first, unsigned count)
{
	unsigned run = 0;
	while (run < count && model[first + run].kind)
		run++;
	return run;
}

/** Expected result of an access, and where the value is. */
static int model_access(unsigned page, bool write, uint64_t **value)
{
	struct model_page *at = &model[page];
	if (!at->kind)
		return -EFAULT;
	if (!(write ? at->prot & PROT_WRITE : at->prot))
		return -EACCES;
	if (at->kind == PRIVATE_FILE && write && !at->own && at->index < file_pages)
		at->own = true;
	if (at->kind != ANONYMOUS && at->index >= file_pages)
		return -ENXIO;
	*value =
		at->kind == SHARED_FILE || (at->kind == PRIVATE_FILE && !at->own) ? &file_value[at->index] : &at->value;
	return 0;
}

/* ---- checks ---- */

static void check_vmas(void)
{
	unsigned page = 0, vmas = 0;
	uint64_t resident = 0;
	struct vma_info info;
	for (uint64_t at = 0; mm_next_vma(at, &info); at = info.end, vmas++) {
		unsigned first = (unsigned)((info.start - ARENA) / PAGE_SIZE),
			 end = (unsigned)((info.end - ARENA) / PAGE_SIZE);
		for (; page < first; page++)
			assert_int_equal(model[page].kind, FREE);
		assert_true(is_one_mapping(first, end - first));
		assert_false(end < PAGES && model[end].kind && same_mapping(&model[end - 1]));
		assert_int_equal(info.prot, model[first].prot);
		assert_int_equal(info.shared, model[first].kind == SHARED_FILE);
		if (info.file) {
			assert_int_equal(info.offset, model[first].index * PAGE_SIZE);
			file_put(info.file);
		} else {
			assert_int_equal(model[first].kind, ANONYMOUS);
		}
		resident += info.resident;
		page = end;
	}
	for (; page < PAGES; page++)
		assert_int_equal(model[page].kind, FREE);
	struct mm_stats stats;
	mm_stats(&stats);
	assert_int_equal(stats.vmas, vmas);
	assert_int_equal(stats.resident, resident);
}

/** The highest free place in the arena, by looking at every page. */
static uint64_t highest_gap(unsigned count)
{
	for (unsigned first = PAGES - count + 1; first-- > 0;)
		if (!any_mapped(first, count))
			return address_of(first);
	return 0;
}

static void check_gaps(void)
{
	unsigned count = 1 + (unsigned)machine_random_below(200);
	assert_int_equal(vma_gap_find(count * PAGE_SIZE, ARENA, address_of(PAGES), PAGE_SIZE), highest_gap(count));
}

/* ---- operations ---- */

static void random_range(unsigned *first, unsigned *count)
{
	unsigned most = machine_random_below(4) ? 40 : 900;
	*first = (unsigned)machine_random_below(PAGES);
	*count = 1 + (unsigned)machine_random_below(min(most, PAGES - *first));
	if (!machine_random_below(4)) { /* whole 2 MiB */
		*first &= ~511u;
		*count = 512;
	}
}

static int random_prot(void)
{
	static const int prots[] = {PROT_NONE, PROT_READ, RW, RW, RW, RW | PROT_EXEC};
	return prots[machine_random_below(array_size(prots))];
}

static void do_mmap(unsigned first, unsigned count)
{
	enum kind kind = machine_random_below(3) ? ANONYMOUS : (enum kind)(1 + machine_random_below(3));
	bool replace = machine_random_below(3);
	int prot = random_prot(), flags = replace ? MAP_FIXED : MAP_FIXED_NOREPLACE;
	unsigned index = kind == ANONYMOUS ? 0 : (unsigned)machine_random_below(FILE_PAGES);
	flags |= kind == SHARED_FILE ? MAP_SHARED : MAP_PRIVATE;
	flags |= kind == ANONYMOUS ? MAP_ANONYMOUS : 0;
	long result = mm_mmap(address_of(first), count * PAGE_SIZE, prot, flags, file, index * PAGE_SIZE);
	if (!replace && any_mapped(first, count)) {
		assert_int_equal(result, -EEXIST);
		return;
	}
	assert_int_equal(result, address_of(first));
	for (unsigned i = 0; i < count; i++)
		model[first + i] = (struct model_page){.kind = kind, .prot = prot, .index = index + i};
}

static void do_munmap(unsigned first, unsigned count)
{
	assert_int_equal(mm_munmap(address_of(first), count * PAGE_SIZE), 0);
	memset(&model[first], 0, count * sizeof(model[0]));
}

static void do_mprotect(unsigned first, unsigned count)
{
	int prot = random_prot();
	unsigned run = mapped_run(first, count);
	assert_int_equal(mm_mprotect(address_of(first), count * PAGE_SIZE, prot), run < count ? -ENOMEM : 0);
	for (unsigned i = first; i < first + run; i++)
		model[i].prot = prot;
}

static void do_dontneed(unsigned first, unsigned count)
{
	unsigned run = mapped_run(first, count);
	assert_int_equal(mm_madvise(address_of(first), count * PAGE_SIZE, MADV_DONTNEED), run < count ? -ENOMEM : 0);
	for (unsigned i = first; i < first + count; i++) {
		model[i].own = false;
		model[i].value = 0;
	}
}

static void do_huge_advice(unsigned first, unsigned count)
{
	int advice = machine_random_below(2) ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;
	unsigned run = mapped_run(first, count);
	assert_int_equal(mm_madvise(address_of(first), count * PAGE_SIZE, advice), run < count ? -ENOMEM : 0);
	for (unsigned i = first; i < first + count; i++)
		if (model[i].kind)
			model[i].huge = advice;
}

/** Moves to a fixed place elsewhere, and back into the model. */
static void do_mremap(unsigned first, unsigned count)
{
	static struct model_page moved[PAGES];
	unsigned new_count = machine_random_below(2) ? count : 1 + (unsigned)machine_random_below(count);
	unsigned to = (unsigned)machine_random_below(PAGES - new_count + 1);
	bool keep = new_count == count && machine_random_below(4) == 0;
	int flags = MREMAP_MAYMOVE | MREMAP_FIXED | (keep ? MREMAP_DONTUNMAP : 0);
	if (machine_random_below(2) && (first & 511) < PAGES - 1024)
		to = min((to & ~511u) | (first & 511), PAGES - new_count); /* so that 2 MiB pages move whole */
	long result = mm_mremap(address_of(first), count * PAGE_SIZE, new_count * PAGE_SIZE, flags, address_of(to));
	if (to < first + count && first < to + new_count) {
		assert_int_equal(result, -EINVAL);
		return;
	}
	if (!is_one_mapping(first, count)) {
		assert_int_equal(result, -EFAULT);
		return;
	}
	assert_int_equal(result, address_of(to));
	memcpy(moved, &model[first], new_count * sizeof(model[0]));
	for (unsigned i = first; i < first + count; i++) {
		if (keep)
			model[i].own = false, model[i].value = 0;
		else
			model[i] = (struct model_page){0};
	}
	memcpy(&model[to], moved, new_count * sizeof(model[0]));
}

/** Without MAYMOVE: shrinks, or grows if there is room. */
static void do_resize(unsigned first, unsigned count)
{
	unsigned new_count = 1 + (unsigned)machine_random_below(2 * count);
	if (first + new_count > PAGES || !is_one_mapping(first, count))
		return;
	bool is_end = first + count == PAGES || !model[first + count].kind || !same_mapping(&model[first + count - 1]);
	bool fits = is_end && !any_mapped(first + count, new_count > count ? new_count - count : 0);
	long result = mm_mremap(address_of(first), count * PAGE_SIZE, new_count * PAGE_SIZE, 0, 0);
	if (new_count > count && !fits) {
		assert_int_equal(result, -ENOMEM);
		return;
	}
	assert_int_equal(result, address_of(first));
	for (unsigned i = first + new_count; i < first + count; i++)
		model[i] = (struct model_page){0};
	for (unsigned i = first + count; i < first + new_count; i++) {
		model[i] = model[first];
		model[i].own = false;
		model[i].value = 0;
		model[i].index = model[first].index + (i - first);
	}
}

static void do_truncate(void)
{
	unsigned pages = (unsigned)machine_random_below(FILE_PAGES + 1);
	machine_file_resize(file, pages);
	for (unsigned i = 0; i < PAGES; i++)
		if (model[i].kind == PRIVATE_FILE && model[i].index >= pages)
			model[i].own = false;
	file_pages = pages;
	machine_file_resize(file, FILE_PAGES); /* longer again: zeroes */
	for (unsigned i = pages; i < FILE_PAGES; i++)
		file_value[i] = 0;
	file_pages = FILE_PAGES;
}

static void do_access(unsigned page, bool write)
{
	uint64_t *expected = NULL, value = next_value++;
	uint64_t before =
		page < PAGES && model[page].kind == PRIVATE_FILE && !model[page].own && model[page].index < file_pages
			? file_value[model[page].index]
			: 0;
	bool own = model[page].own;
	int error = model_access(page, write, &expected);
	assert_int_equal(machine_access(address_of(page), write, &value), error);
	if (error)
		return;
	if (!own && model[page].own) { /* copied: the rest of the page is the file's */
		model[page].value = before;
		expected = &model[page].value;
	}
	if (write)
		*expected = value;
	else
		assert_int_equal(value, *expected);
}

static void do_accesses(unsigned first, unsigned count)
{
	for (unsigned i = 0; i < 20; i++)
		do_access(first + (unsigned)machine_random_below(count), machine_random_below(2));
}

static void step(void)
{
	unsigned first, count;
	random_range(&first, &count);
	switch (machine_random_below(16)) {
	case 0 ... 2:
		return do_mmap(first, count);
	case 3:
		return do_munmap(first, count);
	case 4 ... 5:
		return do_mprotect(first, count);
	case 6:
		return do_dontneed(first, count);
	case 7:
		return do_huge_advice(first, count);
	case 8:
		return do_mremap(first, count);
	case 9:
		return do_resize(first, min(count, 100u));
	case 10:
		return machine_random_below(8) ? check_gaps() : do_truncate();
	default:
		return do_accesses(first, count);
	}
}

static void test_random_operations(void **state)
{
	for (int i = 0; i < STEPS; i++) {
		step();
		if (i % 64 == 0)
			check_vmas();
	}
	for (unsigned page = 0; page < PAGES; page++)
		do_access(page, false);
	do_munmap(0, PAGES);
	check_vmas();
}

/** After all of this nothing is left behind: no page, no table. */
static void test_nothing_leaks(void **state)
{
	struct mm_stats stats;
	machine_file_free(file);
	mm_stats(&stats);
	assert_int_equal(stats.page_tables, 0);
	assert_int_equal(stats.resident, 0);
	assert_true(stats.resident_peak > MIB(2));
	/* cores' stacks of pages, the heap's slabs and the page of zeroes */
	assert_in_range(free_at_start - page_free_count(), 0, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_operations),
		cmocka_unit_test(test_nothing_leaks),
	};
	return cmocka_run_group_tests_name("vma", tests, set_up, NULL);
}
