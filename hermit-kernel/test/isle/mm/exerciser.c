/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thousands of random mmap, munmap, mprotect, mremap, madvise and writes on one area, each page compared with a model
 * of what it must hold and allow.
 * @timeout 60
 */
#include <sys/mman.h>
#include "fault.h"

#define PAGES      768
#define PAGE       4096UL
#define OPERATIONS 3000
#define ANON       (MAP_PRIVATE | MAP_ANONYMOUS)

/* What each page of the area should be. */
struct page {
	bool mapped;
	int protection;
	uint64_t value; /* in its first word */
};

static struct page model[PAGES];
static char *area;
static uint64_t random_state = 20240229;

static size_t pick(size_t below)
{
	return test_random(&random_state) % below;
}

static int pick_protection(void)
{
	static const int choices[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE};

	return choices[pick(4)];
}

static bool all_mapped(size_t from, size_t count)
{
	while (count--)
		if (!model[from + count].mapped)
			return false;
	return true;
}

static void do_map(size_t from, size_t count)
{
	int protection = pick_protection();
	size_t i;

	CHECK_EQ(mmap(area + from * PAGE, count * PAGE, protection, ANON | MAP_FIXED | (pick(2) ? MAP_NORESERVE : 0),
			 -1, 0),
		area + from * PAGE);
	for (i = from; i < from + count; i++)
		model[i] = (struct page){true, protection, 0};
}

static void do_unmap(size_t from, size_t count)
{
	CHECK_EQ(munmap(area + from * PAGE, count * PAGE), 0);
	memset(model + from, 0, count * sizeof(model[0]));
}

static void do_protect(size_t from, size_t count)
{
	int protection = pick_protection();
	size_t i;

	if (all_mapped(from, count))
		CHECK_EQ(mprotect(area + from * PAGE, count * PAGE, protection), 0);
	else
		CHECK_ERRNO(mprotect(area + from * PAGE, count * PAGE, protection), ENOMEM);
	for (i = from; i < from + count && model[i].mapped; i++)
		model[i].protection = protection; /* up to the hole */
}

static void do_discard(size_t from, size_t count)
{
	size_t i;

	if (all_mapped(from, count))
		CHECK_EQ(madvise(area + from * PAGE, count * PAGE, MADV_DONTNEED), 0);
	else
		CHECK_ERRNO(madvise(area + from * PAGE, count * PAGE, MADV_DONTNEED), ENOMEM);
	for (i = from; i < from + count; i++)
		model[i].value = 0; /* on both sides of a hole */
}

/* Moves pages of one protection over other pages. */
static void do_move(size_t from, size_t count)
{
	size_t to = pick(PAGES - count + 1), i;

	if (from < to + count && to < from + count)
		return;
	for (i = from; i < from + count; i++)
		if (!model[i].mapped || model[i].protection != model[from].protection)
			return;
	/* Linux may keep neighbours of the same kind as several mappings, which mremap refuses with EFAULT. */
	if (mremap(area + from * PAGE, count * PAGE, count * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, area + to * PAGE) ==
		MAP_FAILED) {
		CHECK_EQ(errno, EFAULT);
		memset(model + to, 0, count * sizeof(model[0]));
		CHECK_EQ(munmap(area + to * PAGE, count * PAGE), 0); /* whether it was unmapped already or not */
		return;
	}
	memcpy(model + to, model + from, count * sizeof(model[0]));
	memset(model + from, 0, count * sizeof(model[0]));
}

static void do_write(size_t from, size_t count)
{
	size_t i;

	for (i = from; i < from + count; i++)
		if (model[i].mapped && model[i].protection & PROT_WRITE) {
			model[i].value = test_random(&random_state);
			*(volatile uint64_t *)(area + i * PAGE) = model[i].value;
		}
}

static void check_page(size_t i)
{
	char *address = area + i * PAGE + pick(PAGE);
	const struct page *page = &model[i];

	if (!page->mapped)
		CHECK_FAULT(fault_read(address), SIGSEGV, SEGV_MAPERR, address);
	else if (page->protection == PROT_NONE)
		CHECK_FAULT(fault_read(address), SIGSEGV, SEGV_ACCERR, address);
	else if (*(volatile uint64_t *)(area + i * PAGE) != page->value)
		CHECK_EQ(*(volatile uint64_t *)(area + i * PAGE), page->value);
	if (page->mapped && page->protection == PROT_READ)
		CHECK_FAULT(fault_write(address), SIGSEGV, SEGV_ACCERR, address);
}

int main(void)
{
	static void (*const operations[])(size_t, size_t) = {
		do_map, do_map, do_unmap, do_protect, do_protect, do_discard, do_move, do_write, do_write, do_write};
	size_t i;
	int n;

	area = OK(mmap(NULL, PAGES * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0));
	for (i = 0; i < PAGES; i++)
		model[i] = (struct page){true, PROT_NONE, 0};
	fault_install();
	for (n = 0; n < OPERATIONS; n++) {
		size_t count = 1 + pick(pick(8) ? 24 : PAGES), from;

		if (count > PAGES)
			count = PAGES;
		from = pick(PAGES - count + 1);
		operations[pick(10)](from, count);
		for (i = 0; i < 8; i++)
			check_page(pick(PAGES));
		if (n % 500 == 499)
			for (i = 0; i < PAGES; i++)
				check_page(i);
	}
	return 0;
}
