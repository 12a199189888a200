/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TLB shoot-down.
 *
 * Every flush is an event with a number, its generation. A core's `tlb_seen` is the last generation up to which its TLB
 * holds nothing stale; it only grows, and is written by its own core with interrupts off. Ranges of the last RING
 * flushes stand in a ring, so a core that is a few generations behind drops just these pages; one that is further
 * behind, or finds an entry that was overwritten, drops everything (catch_up).
 *
 * The flusher, having changed the page table:
 *   F1  describes its range in the ring and makes g the current generation, under a lock;
 *   F2  catches up on its own core;
 *   F3  for each other core that is not lazy and has not seen g: sets the core's `pending`, and interrupts it unless
 *       that was set;
 *   F4  waits until each of these has seen g, or is lazy.
 * The interrupted core:
 *   I1  clears its `pending`;
 *   I2  reads the current generation and catches up with it.
 * An idle core:
 *   L1  sets `lazy` on entering; it touches no program memory from there on;
 *   L2  on leaving clears `lazy`, then reads the generation and catches up with it.
 *
 * Why this is right. All these accesses are sequentially consistent.
 *   - A core that F3 skips because it is lazy: its L2 clears `lazy` after the flusher's look, so after F1, and then
 *     reads a generation of g or later. The same holds in F4.
 *   - A core that F3 does not interrupt because `pending` was set already: somebody else's interrupt is on its way, and
 *     I1 comes after F3's look, so I2 reads g or later.
 *   - F4 waits for cores with interrupts on, so two flushers answer each other. Nobody waits for a lock meanwhile: the
 *     caller holds no spin lock, and F1's is held with interrupts off for a few instructions.
 *   - The change of the page table comes before F1, so a TLB entry that was loaded after I2's flush is the new one. One
 *     loaded between a core's flush for g and `tlb_seen` := g is new as well, because the flush came after reading the
 *     generation.
 *   - A lazy core may load entries speculatively and keep them, stale, until L2. That is harmless for translations,
 *     which it does not use, but not for page tables that are freed: the walker could set an accessed bit in what
 *     became someone else's page. Hence flushes of tables do not skip lazy cores.
 */
#include <arch/tlb.h>

#include <arch/ipi.h>
#include <arch/irq.h>
#include "lib/log.h"
#include "mm/page.h"
#include "sched/core.h"

#define RING       64
#define PAGES_MAX  32 /* more pages than this: dropping everything is cheaper */
#define EVERYTHING UINT64_MAX

struct flush {
	_Atomic uint64_t generation; /* 0 while the entry is being written */
	_Atomic uint64_t start, end;
};

static struct flush ring[RING];
static _Atomic uint64_t generation;
static struct spinlock publish_lock; /* interrupts off; for the ring and `generation` */
static _Atomic bool pending[CORES_MAX];

static void flush_all_local(void)
{
	uint64_t cr3;
	__asm__ volatile("movq %%cr3, %0; movq %0, %%cr3"
			 : "=r"(cr3)::"memory"); /* keeps global entries: the kernel's */
}

static void flush_pages_local(uint64_t start, uint64_t end)
{
	for (uint64_t address = start; address < end; address += PAGE_SIZE)
		__asm__ volatile("invlpg (%0)" ::"r"(address) : "memory");
}

/** Describes the range, then makes its generation the current one. */
static uint64_t flush_publish(uint64_t start, uint64_t end)
{
	irqflags_t flags = spin_lock_irqsave(&publish_lock);
	uint64_t number = atomic_load(&generation) + 1;
	struct flush *flush = &ring[number % RING];
	atomic_store(&flush->generation, 0);
	atomic_store(&flush->start, start);
	atomic_store(&flush->end, end);
	atomic_store(&flush->generation, number);
	atomic_store(&generation, number);
	spin_unlock_irqrestore(&publish_lock, flags);
	return number;
}

/**
 * Pages of a flush, EVERYTHING where it is unknown. The entry could be overwritten meanwhile, by a flush RING later;
 * then its generation has changed at the second look.
 */
static uint64_t flush_read(uint64_t number, uint64_t *start, uint64_t *end)
{
	struct flush *flush = &ring[number % RING];
	if (atomic_load(&flush->generation) != number)
		return EVERYTHING;
	*start = align_down(atomic_load(&flush->start), PAGE_SIZE);
	*end = atomic_load(&flush->end);
	if (atomic_load(&flush->generation) != number)
		return EVERYTHING;
	return (*end - *start + PAGE_SIZE - 1) / PAGE_SIZE;
}

/** Drops page by page what happened in (seen, now], if it is little. */
static bool flush_pages_since(uint64_t seen, uint64_t now)
{
	uint64_t total = 0, start, end;
	if (now - seen > RING / 2)
		return false;
	for (uint64_t number = seen + 1; number <= now; number++) {
		uint64_t pages = flush_read(number, &start, &end);
		if (pages > PAGES_MAX || (total += pages) > PAGES_MAX)
			return false;
		flush_pages_local(start, end);
	}
	return true;
}

/** Interrupts off. */
static void catch_up(struct core *core)
{
	uint64_t seen = atomic_load(&core->tlb_seen), now = atomic_load(&generation);
	if (seen == now)
		return;
	if (!flush_pages_since(seen, now))
		flush_all_local();
	atomic_store(&core->tlb_seen, now);
}

static void catch_up_this(void)
{
	irqflags_t flags = irq_save();
	catch_up(core_this());
	irq_restore(flags);
}

static bool core_must_flush(struct core *core, uint64_t number, bool tables)
{
	return atomic_load(&core->tlb_seen) < number && (tables || !atomic_load(&core->tlb_lazy));
}

static void interrupt_others(const struct core *this, uint64_t number, bool tables)
{
	struct cpuset targets = {{0}};
	bool any = false;
	core_for_each (id) {
		struct core *core = core_get(id);
		if (core == this || !core_must_flush(core, number, tables))
			continue;
		if (!atomic_exchange(&pending[id], true)) {
			cpuset_add(&targets, id);
			any = true;
		}
	}
	if (any)
		arch_ipi_tlb(&targets);
}

static void wait_for_others(const struct core *this, uint64_t number, bool tables)
{
	core_for_each (id) {
		struct core *core = core_get(id);
		while (core != this && core_must_flush(core, number, tables))
			cpu_relax();
	}
}

void tlb_flush_range(uint64_t start, uint64_t end, bool tables)
{
	assert(irq_enabled());
	uint64_t number = flush_publish(start, end);
	catch_up_this();
	if (cores_online() == 1)
		return;
	/* Not preempted: kernel code gives its core away only where it says so. */
	struct core *core = core_this();
	atomic_fetch_add_explicit(&core->tlb_shootdowns, 1, memory_order_relaxed);
	interrupt_others(core, number, tables);
	wait_for_others(core, number, tables);
}

void tlb_ipi_handler(void)
{
	struct core *core = core_this();
	atomic_store(&pending[core->id], false);
	catch_up(core);
	/* Somebody waits in F4. An emulator that runs several cores on one thread of its host goes on there at once,
	 * not at the end of this core's turn, up to 100 ms from now. */
	cpu_relax();
}

void tlb_enter_lazy(void)
{
	atomic_store(&core_this()->tlb_lazy, true);
}

void tlb_leave_lazy(void)
{
	atomic_store(&core_this()->tlb_lazy, false);
	catch_up_this();
}
