/* SPDX-License-Identifier: BSD-3-Clause */
/* Clocks, from the TSC. */
#include "time/clock.h"
#include <arch/cpu.h>
#include "lib/muldiv.h"
#include "sync/spinlock.h"
#include "time/clock_init.h"
#include "time/clock_params.h"

#define CLOCK_SHIFT 32

struct clock_params clock_params __attribute__((aligned(4096), section(".data.page_aligned")));
static struct spinlock clock_lock; /* writers */

static uint64_t scale(uint64_t ticks, uint64_t multiplier)
{
	return (uint64_t)((unsigned __int128)ticks * multiplier >> CLOCK_SHIFT);
}

static uint64_t multiplier_of(uint64_t hz)
{
	return muldiv(NS_PER_SEC, 1ULL << CLOCK_SHIFT, hz);
}

/* Go on from the present reading with another rate or offset, so that monotonic time never jumps. */
static void clock_update(uint64_t hz, int64_t offset)
{
	irqflags_t flags = spin_lock_irqsave(&clock_lock);
	struct clock_params *p = &clock_params;

	atomic_fetch_add(&p->sequence, 1);
	uint64_t now = cpu_read_tsc();
	if (p->multiplier && now > p->base_tsc)
		p->base_ns += scale(now - p->base_tsc, p->multiplier);
	if (p->multiplier)
		p->base_tsc = now;
	p->shift = CLOCK_SHIFT;
	p->multiplier = multiplier_of(hz);
	p->tsc_hz = hz;
	p->realtime_offset_ns = offset;
	atomic_fetch_add(&p->sequence, 1);
	spin_unlock_irqrestore(&clock_lock, flags);
}

void clock_start(uint64_t first_tsc)
{
	clock_params.base_tsc = first_tsc;
}

void clock_set_tsc_hz(uint64_t hz)
{
	clock_update(hz, clock_params.realtime_offset_ns);
}

void clock_set_realtime_ns(int64_t now)
{
	clock_update(clock_params.tsc_hz, now - (int64_t)clock_monotonic_ns());
}

uint64_t clock_monotonic_ns(void)
{
	uint32_t sequence;
	uint64_t ns;

	do {
		while ((sequence = atomic_load_explicit(&clock_params.sequence, memory_order_acquire)) & 1)
			cpu_relax();
		uint64_t now = cpu_read_tsc(), base = clock_params.base_tsc;
		ns = clock_params.base_ns + (now > base ? scale(now - base, clock_params.multiplier) : 0);
		atomic_thread_fence(memory_order_acquire);
	} while (atomic_load_explicit(&clock_params.sequence, memory_order_relaxed) != sequence);
	return ns;
}

int64_t clock_realtime_offset_ns(void)
{
	return clock_params.realtime_offset_ns;
}

int64_t clock_realtime_ns(void)
{
	return (int64_t)clock_monotonic_ns() + clock_realtime_offset_ns();
}

uint64_t clock_deadline_after(uint64_t ns)
{
	uint64_t now = clock_monotonic_ns();

	return ns > UINT64_MAX - now ? UINT64_MAX : now + ns;
}

uint64_t clock_tsc_hz(void)
{
	return clock_params.tsc_hz;
}

uint64_t clock_tsc_to_ns(uint64_t ticks)
{
	return scale(ticks, clock_params.multiplier);
}
