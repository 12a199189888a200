/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/counters.h: what a thread does on its core is counted there, and nowhere else.
 * @only isle
 * @cores 2
 */
#include <hermit/hermit.h>
#include <sys/mman.h>
#include "test.h"

#define PAGES 100

static struct hermit_counters read_counters(int core)
{
	struct hermit_counters counters = {.size = sizeof(counters)};

	CHECK_EQ(hermit_counters(core, &counters), 0);
	CHECK_EQ(counters.core, core);
	return counters;
}

static void check_page_faults(void)
{
	char *memory = OK(mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	uint64_t before = read_counters(1).page_faults;
	int i;

	for (i = 0; i < PAGES; i++)
		memory[i * 4096] = 1;
	CHECK_OP(read_counters(1).page_faults - before, >=, PAGES);
	before = read_counters(1).tlb_shootdowns;
	CHECK_EQ(munmap(memory, PAGES * 4096), 0);
	CHECK_OP(read_counters(1).tlb_shootdowns, >, before);
}

static void check_sleeps(void)
{
	struct hermit_counters before = read_counters(1), after;
	int i;

	for (i = 0; i < 20; i++)
		test_sleep_ms(2);
	after = read_counters(1);
	/* two switches and an interrupt each, unless the host keeps the core off for longer than the sleep */
	CHECK_OP(after.switches - before.switches, >=, 20);
	CHECK_OP(after.timer_interrupts - before.timer_interrupts, >=, 10);
	CHECK_OP(after.interrupts - before.interrupts, >=, after.timer_interrupts - before.timer_interrupts);
	CHECK_OP(after.idle_ns - before.idle_ns, >=, 20000000);
}

int main(void)
{
	struct hermit_counters small = {.size = 8};

	CHECK_EQ(hermit_core_hold(1, HERMIT_CORE_PINNED), 0);
	check_page_faults();
	check_sleeps();
	CHECK_EQ(hermit_counters(2, &small), -EINVAL);
	CHECK_EQ(hermit_counters(-1, &small), -EINVAL);
	CHECK_EQ(hermit_counters(0, &small), -EINVAL);
	CHECK_EQ(hermit_counters(0, BAD_POINTER), -EFAULT);
	return 0;
}
