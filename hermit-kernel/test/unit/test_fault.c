// sources: test/unit/machine.c test/unit/machine_mm.c lib/rbtree.c mm/vma.c mm/vma_own.c mm/range.c mm/mmap.c
// sources: mm/mprotect.c mm/mremap.c mm/madvise.c mm/inode.c mm/stats.c mm/policy.c mm/fault.c mm/fault_anon.c
// sources: mm/fault_file.c mm/pagetable.c mm/pagetable_move.c mm/page.c mm/buddy.c mm/heap.c mm/memory_map.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* Page faults one by one: which signal, which page size, which pages come along, what happens when memory or the file
 * ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/page.h"
#include "mm/pagetable.h"
#include "mm/vma.h"
#include "test/unit/machine.h"
#include "test/unit/machine_mm.h"

#define BASE 0x10000000000ULL
#define RW   (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static int set_up(void **state)
{
	machine_mm_init(MIB(64));
	return 0;
}

/** Each test leaves an empty address space behind. */
static int clean_up(void **state)
{
	struct mm_stats stats;
	assert_int_equal(mm_munmap(0, USER_END), 0);
	mm_stats(&stats);
	assert_int_equal(stats.vmas, 0);
	assert_int_equal(stats.resident, 0);
	assert_int_equal(stats.page_tables, 0);
	return 0;
}

static void map(uint64_t address, uint64_t size, int prot, int flags)
{
	assert_int_equal(mm_mmap(address, size, prot, flags | MAP_FIXED_NOREPLACE, NULL, 0), address);
}

static void map_file(uint64_t address, unsigned pages, int prot, int flags, struct file *file)
{
	assert_int_equal(mm_mmap(address, pages * PAGE_SIZE, prot, flags | MAP_FIXED, file, 0), address);
}

static uint64_t read_word(uint64_t address)
{
	uint64_t value = 0;
	assert_int_equal(machine_access(address, false, &value), 0);
	return value;
}

static void write_word(uint64_t address, uint64_t value)
{
	assert_int_equal(machine_access(address, true, &value), 0);
}

static void check_fault(uint64_t address, enum fault_access access, int signal, int code)
{
	struct fault_result result = mm_fault(address, access);
	assert_int_equal(result.signal, signal);
	assert_int_equal(result.code, code);
}

static uint64_t entry_of(uint64_t address)
{
	uint64_t size;
	return pt_lookup(address, &size);
}

static unsigned mapped_pages(uint64_t start, unsigned pages)
{
	unsigned count = 0;
	for (unsigned i = 0; i < pages; i++)
		count += entry_of(start + i * PAGE_SIZE) != 0;
	return count;
}

static uint64_t resident(void)
{
	struct mm_stats stats;
	mm_stats(&stats);
	return stats.resident;
}

/* ---- signals ---- */

static void test_signals(void **state)
{
	map(BASE, PAGE_SIZE, PROT_READ, ANON);
	map(BASE + PAGE_SIZE, PAGE_SIZE, PROT_NONE, ANON);
	map(BASE + 2 * PAGE_SIZE, PAGE_SIZE, PROT_WRITE, ANON);
	map(BASE + 3 * PAGE_SIZE, PAGE_SIZE, PROT_EXEC, ANON);
	check_fault(BASE, FAULT_READ, 0, 0);
	check_fault(BASE, FAULT_WRITE, SIGSEGV, SEGV_ACCERR);
	check_fault(BASE, FAULT_EXEC, SIGSEGV, SEGV_ACCERR);
	check_fault(BASE + PAGE_SIZE, FAULT_READ, SIGSEGV, SEGV_ACCERR);
	check_fault(BASE + 2 * PAGE_SIZE, FAULT_READ, 0, 0); /* x86: what can be written can be read */
	check_fault(BASE + 3 * PAGE_SIZE, FAULT_EXEC, 0, 0);
	check_fault(BASE + 3 * PAGE_SIZE, FAULT_READ, 0, 0);
	check_fault(BASE + 4 * PAGE_SIZE, FAULT_READ, SIGSEGV, SEGV_MAPERR);
	check_fault(0, FAULT_READ, SIGSEGV, SEGV_MAPERR);
	check_fault(USER_END - 1, FAULT_WRITE, SIGSEGV, SEGV_MAPERR);
	assert_true(entry_of(BASE) & PTE_NX);
	assert_false(entry_of(BASE + 3 * PAGE_SIZE) & PTE_NX);
}

/* ---- memory without a file ---- */

static void test_huge_page_on_first_write(void **state)
{
	struct vma_info info;
	map(BASE, MIB(4), RW, ANON);
	write_word(BASE + MIB(3), 1);
	assert_true(entry_of(BASE + MIB(3)) & PTE_HUGE);
	assert_int_equal(resident(), MIB(2));
	assert_true(mm_next_vma(BASE, &info));
	assert_int_equal(info.huge, MIB(2));
	assert_int_equal(mm_munmap(BASE + MIB(3), PAGE_SIZE), 0); /* splits it */
	assert_int_equal(resident(), MIB(2) - PAGE_SIZE);
	check_fault(BASE + MIB(3), FAULT_READ, SIGSEGV, SEGV_MAPERR);
	assert_int_equal(read_word(BASE + MIB(3) + PAGE_SIZE), 0);
}

static void test_small_pages_where_big_ones_do_not_fit(void **state)
{
	map(BASE + PAGE_SIZE, MIB(3), RW, ANON); /* holds no aligned 2 MiB but [2, 3) */
	write_word(BASE + MIB(1), 1);
	assert_int_equal(resident(), PAGE_SIZE);
	map(BASE + MIB(8), MIB(8), RW, ANON | MAP_STACK);
	write_word(BASE + MIB(12), 1);
	assert_int_equal(resident(), 2 * PAGE_SIZE);
	map(BASE + MIB(32), MIB(2), RW, ANON);
	assert_int_equal(mm_madvise(BASE + MIB(32), MIB(2), MADV_NOHUGEPAGE), 0);
	write_word(BASE + MIB(33), 1);
	assert_int_equal(resident(), 3 * PAGE_SIZE);
}

static void test_small_pages_while_memory_is_short(void **state)
{
	map(BASE, MIB(128), RW, ANON | MAP_NORESERVE);
	uint64_t at = BASE;
	while (page_free_count() > page_total_count() / 8)
		write_word(at, 1), at += HUGE_PAGE_SIZE;
	write_word(at, 1);
	assert_false(entry_of(at) & PTE_HUGE);
	assert_int_equal(mm_madvise(at + HUGE_PAGE_SIZE, MIB(2), MADV_HUGEPAGE), 0);
	write_word(at + HUGE_PAGE_SIZE, 1);
	assert_true(entry_of(at + HUGE_PAGE_SIZE) & PTE_HUGE);
}

static void test_reads_of_what_cannot_be_written_share_a_page(void **state)
{
	map(BASE, MIB(1), PROT_READ, ANON);
	for (unsigned i = 0; i < 256; i++)
		assert_int_equal(read_word(BASE + i * PAGE_SIZE), 0);
	assert_int_equal(resident(), 0);
	assert_int_equal(mm_mprotect(BASE, MIB(1), RW), 0);
	write_word(BASE, 7);
	assert_int_equal(read_word(BASE), 7);
	assert_int_equal(read_word(BASE + PAGE_SIZE), 0);
	assert_int_equal(resident(), PAGE_SIZE);
}

static void test_contents_survive_prot_none(void **state)
{
	map(BASE, MIB(4), RW, ANON);
	write_word(BASE, 1);
	write_word(BASE + MIB(2) + 8, 2);
	unsigned flushes = machine_flushes();
	assert_int_equal(mm_mprotect(BASE, MIB(3), PROT_NONE), 0); /* splits the second 2 MiB page */
	assert_int_equal(machine_flushes(), flushes + 1);
	check_fault(BASE, FAULT_READ, SIGSEGV, SEGV_ACCERR);
	assert_int_equal(mm_mprotect(BASE, MIB(3), RW), 0);
	assert_int_equal(machine_flushes(), flushes + 1); /* nothing was taken away */
	assert_int_equal(read_word(BASE), 1);
	assert_int_equal(read_word(BASE + MIB(2) + 8), 2);
}

static void test_out_of_memory(void **state)
{
	unsigned lines = machine_log_lines();
	uint64_t at, value = 1;
	map(BASE, MIB(128), RW, ANON | MAP_NORESERVE);
	for (at = BASE; at < BASE + MIB(128); at += PAGE_SIZE)
		if (machine_access(at, true, &value))
			break;
	assert_in_range(at - BASE, MIB(50), MIB(64));
	check_fault(at, FAULT_WRITE, SIGBUS, BUS_ADRERR);
	assert_int_equal(machine_log_lines(), lines + 1);
	assert_int_equal(read_word(BASE), 1);
	assert_int_equal(mm_madvise(BASE, MIB(2), MADV_DONTNEED), 0);
	write_word(at, 1);
	/* more than there is at all is refused at once, unless the program knows what it does */
	assert_int_equal(mm_mmap(0, MIB(128), RW, ANON, NULL, 0), -ENOMEM);
	assert_int_equal(mm_mmap(0, MIB(128), PROT_NONE, ANON, NULL, 0) > 0, 1);
}

static void test_huge_tlb(void **state)
{
	int huge = ANON | MAP_HUGETLB;
	long at = mm_mmap(0, MIB(3), RW, huge, NULL, 0);
	assert_true(at > 0 && at % (long)MIB(2) == 0);
	assert_int_equal(resident(), MIB(4)); /* whole pages, at once */
	assert_int_equal(mm_munmap((uint64_t)at + PAGE_SIZE, PAGE_SIZE), -EINVAL);
	assert_int_equal(mm_mmap(0, MIB(2), RW, huge | 30 << MAP_HUGE_SHIFT, NULL, 0), -ENOMEM);
	assert_int_equal(mm_mmap(0, MIB(2), RW, huge | 25 << MAP_HUGE_SHIFT, NULL, 0), -EINVAL);
	assert_int_equal(mm_mmap(0, MIB(100), RW, huge, NULL, 0), -ENOMEM);
	assert_int_equal(resident(), MIB(4));
}

static void test_stack_grows(void **state)
{
	map(BASE, MIB(1), RW, ANON | MAP_GROWSDOWN);
	write_word(BASE - MIB(2), 1);
	struct vma_info info;
	assert_true(mm_next_vma(0, &info));
	assert_int_equal(info.start, BASE - MIB(2));
	assert_true(info.stack);
	check_fault(BASE - MIB(8), FAULT_WRITE, SIGSEGV, SEGV_MAPERR); /* beyond the limit of 8 MiB */
	map(BASE - MIB(4), PAGE_SIZE, RW, ANON);
	check_fault(BASE - MIB(3), FAULT_WRITE, SIGSEGV, SEGV_MAPERR); /* too near to what lies below */
	write_word(BASE - MIB(3) + PAGE_SIZE, 1);
	assert_int_equal(resident(), 2 * PAGE_SIZE);
}

/* ---- files ---- */

static void test_private_file(void **state)
{
	struct file *file = machine_file(32, 100, false);
	map_file(BASE, 40, RW, MAP_PRIVATE, file);
	assert_int_equal(read_word(BASE + 5 * PAGE_SIZE), 105);
	write_word(BASE + 5 * PAGE_SIZE + 8, 1);
	assert_int_equal(read_word(BASE + 5 * PAGE_SIZE), 105); /* the rest of the page was copied */
	assert_int_equal(*(machine_file_word(file, 5) + 1), 0);
	assert_int_equal(machine_file_dirtied(file), 0);
	check_fault(BASE + 32 * PAGE_SIZE, FAULT_READ, SIGBUS, BUS_ADRERR);
	check_fault(BASE + 32 * PAGE_SIZE, FAULT_WRITE, SIGBUS, BUS_ADRERR);
	write_word(BASE + 31 * PAGE_SIZE, 2);
	machine_file_resize(file, 31); /* the copy goes too */
	check_fault(BASE + 31 * PAGE_SIZE, FAULT_READ, SIGBUS, BUS_ADRERR);
	clean_up(state);
	machine_file_free(file);
}

static void test_shared_file_is_told_of_writes(void **state)
{
	struct file *file = machine_file(4, 100, false);
	map_file(BASE, 4, RW, MAP_SHARED, file);
	assert_int_equal(read_word(BASE), 100);
	assert_int_equal(machine_file_dirtied(file), 0);
	write_word(BASE, 1);
	write_word(BASE + 8, 2);
	assert_int_equal(machine_file_dirtied(file), 1);
	assert_int_equal(*machine_file_word(file, 0), 1);
	mm_protect_inode(file->inode, 0, 1); /* written back: clean again */
	write_word(BASE, 3);
	assert_int_equal(machine_file_dirtied(file), 2);
	clean_up(state);
	machine_file_free(file);
}

static void test_pages_of_the_image_come_in_groups(void **state)
{
	struct file *file = machine_file(64, 100, true);
	map_file(BASE + 3 * PAGE_SIZE, 60, PROT_READ, MAP_PRIVATE, file);
	assert_int_equal(read_word(BASE + 20 * PAGE_SIZE), 117);
	assert_int_equal(mapped_pages(BASE, 64), 16);
	assert_int_equal(mapped_pages(BASE + 16 * PAGE_SIZE, 16), 16);
	assert_int_equal(read_word(BASE + 4 * PAGE_SIZE), 101); /* the group ends with the VMA */
	assert_int_equal(mapped_pages(BASE, 64), 16 + 13);
	assert_int_equal(read_word(BASE + 17 * PAGE_SIZE), 114);
	assert_int_equal(mm_mprotect(BASE + 3 * PAGE_SIZE, 60 * PAGE_SIZE, RW), 0);
	write_word(BASE + 17 * PAGE_SIZE, 1);
	assert_int_equal(*machine_file_word(file, 14), 114);
	assert_int_equal(read_word(BASE + 17 * PAGE_SIZE), 1);
	clean_up(state);
	machine_file_free(file);
}

static void test_replaced_pages_keep_private_copies(void **state)
{
	struct file *file = machine_file(4, 100, false);
	map_file(BASE, 4, RW, MAP_PRIVATE, file);
	map_file(BASE + MIB(1), 4, RW, MAP_SHARED, file);
	write_word(BASE, 1);
	read_word(BASE + PAGE_SIZE);
	read_word(BASE + MIB(1) + PAGE_SIZE);
	read_word(BASE + MIB(1) + 2 * PAGE_SIZE);
	mm_unmap_inode_range(file->inode, 0, 2);
	assert_true(entry_of(BASE) & PTE_ANON);
	assert_int_equal(entry_of(BASE + PAGE_SIZE), 0);
	assert_int_equal(entry_of(BASE + MIB(1) + PAGE_SIZE), 0);
	assert_int_not_equal(entry_of(BASE + MIB(1) + 2 * PAGE_SIZE), 0);
	clean_up(state);
	machine_file_free(file);
}

static void test_file_errors(void **state)
{
	struct file *file = machine_file(4, 100, false);
	map_file(BASE, 4, RW, MAP_PRIVATE, file);
	machine_file_fail(file, -EIO);
	check_fault(BASE, FAULT_READ, SIGBUS, BUS_ADRERR);
	check_fault(BASE, FAULT_WRITE, SIGBUS, BUS_ADRERR);
	machine_file_fail(file, 0);
	check_fault(BASE, FAULT_READ, 0, 0);
	clean_up(state);
	machine_file_free(file);
}

/* ---- the rest ---- */

static void test_translate(void **state)
{
	phys_t phys;
	map(BASE, MIB(2), RW, ANON);
	map(BASE + MIB(2), PAGE_SIZE, PROT_READ, ANON);
	assert_int_equal(mm_translate(BASE + 0x12345, true, &phys), 0);
	*(uint8_t *)phys_to_virt(phys) = 9;
	assert_int_equal(read_word(BASE + 0x12340) >> 40, 9);
	assert_int_equal(mm_translate(BASE + MIB(2), false, &phys), 0);
	assert_int_equal(mm_translate(BASE + MIB(2), true, &phys), -EFAULT);
	assert_int_equal(mm_translate(BASE + MIB(3), false, &phys), -EFAULT);
	assert_int_equal(mm_translate(USER_END, false, &phys), -EFAULT);
}

static void test_brk(void **state)
{
	mm_set_brk_start(BASE);
	assert_int_equal(mm_brk(0), BASE);
	assert_int_equal(mm_brk(BASE + 100), BASE + 100);
	write_word(BASE + 8, 5);
	assert_int_equal(mm_brk(BASE + MIB(1)), BASE + MIB(1));
	assert_int_equal(read_word(BASE + 8), 5);
	write_word(BASE + MIB(1) - 8, 5);
	assert_int_equal(mm_brk(BASE + PAGE_SIZE), BASE + PAGE_SIZE);
	check_fault(BASE + PAGE_SIZE, FAULT_READ, SIGSEGV, SEGV_MAPERR);
	map(BASE + MIB(1), PAGE_SIZE, RW, ANON);
	assert_int_equal(mm_brk(BASE + MIB(2)), BASE + PAGE_SIZE); /* something is in the way */
	assert_int_equal(mm_brk(BASE - 1), BASE + PAGE_SIZE);
	assert_int_equal(mm_brk(BASE), BASE);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_signals),
		TEST(test_huge_page_on_first_write),
		TEST(test_small_pages_where_big_ones_do_not_fit),
		TEST(test_small_pages_while_memory_is_short),
		TEST(test_reads_of_what_cannot_be_written_share_a_page),
		TEST(test_contents_survive_prot_none),
		TEST(test_out_of_memory),
		TEST(test_huge_tlb),
		TEST(test_stack_grows),
		TEST(test_private_file),
		TEST(test_shared_file_is_told_of_writes),
		TEST(test_pages_of_the_image_come_in_groups),
		TEST(test_replaced_pages_keep_private_copies),
		TEST(test_file_errors),
		TEST(test_translate),
		TEST(test_brk),
	};
	return cmocka_run_group_tests_name("fault", tests, set_up, NULL);
}
