/* SPDX-License-Identifier: BSD-3-Clause */
/* Start of the other cores: INIT, start-up IPI (Intel SDM volume 3, section 8.4.4). */
#include <arch/paging.h>
#include "arch/x86_64/apic.h"
#include "arch/x86_64/core_init.h"
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/msr.h"
#include "arch/x86_64/platform.h"
#include "arch/x86_64/tables.h"
#include "isle/boot_info.h"
#include "isle/shared.h"
#include "lib/format.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/kmap.h"
#include "mm/page.h"
#include "sched/sched.h"
#include "time/clock.h"

#define AP_BOOT_PHYSICAL 0x8000u
#define START_LIMIT_NS   (5 * NS_PER_SEC)

extern const uint8_t ap_boot_code[], ap_boot_code_end[];
extern uint64_t *ap_boot_stacks;
extern uint64_t ap_boot_ticket;
extern uint64_t isle_others_cr3;

_Noreturn void ap_main(uint64_t ticket);
static _Atomic unsigned started;
static struct core **waiting; /* by ticket: prepared cores, not yet known to the scheduler */

/* On a core that just came up, by whatever processor took this ticket. */
_Noreturn void ap_main(uint64_t ticket)
{
	struct core *core = waiting[ticket];

	core_init_registers(core);
	apic_init_core();
	core->arch.apic_id = apic_id();
	for (unsigned i = 0; i < platform.cores; i++)
		if (platform.apic_ids[i] == core->arch.apic_id) {
			core->node = platform.nodes[i];
			core->beat = shared_beat(i);
		}
	atomic_fetch_add(&started, 1);
	/* the boot core adds it to the scheduler's cores, in order, and lets it go */
	while (!__atomic_load_n(&core->arch.started, __ATOMIC_ACQUIRE))
		cpu_relax();
	sched_idle();
}

static struct core *core_prepare(uint64_t *stack_top)
{
	struct core *core = heap_zalloc(sizeof(*core));
	uint64_t stack = kmap_stack_alloc();

	if (!core || !stack || !(core->arch.tables = tables_alloc()) || !(core->idle = thread_alloc_idle(core)))
		panic("no memory for core %u of %u", cores_online(), platform.cores);
	*stack_top = stack + KERNEL_STACK_SIZE;
	core->idle->arch.kernel_stack = stack;
	core->idle->arch.kernel_stack_top = *stack_top;
	core->current = core->idle;
	core->previous = core->idle;
	core->is_idle = true;
	return core;
}

static void start_all(unsigned others)
{
	for (unsigned i = 1; i <= others; i++)
		apic_send_init(platform.apic_ids[i]);
	for (unsigned i = 1; i <= others; i++)
		apic_send_startup(platform.apic_ids[i], AP_BOOT_PHYSICAL >> PAGE_SHIFT);
}

void smp_start(void)
{
	unsigned others = platform.cores - 1;

	while (others && platform.apic_ids[others] > apic_id_max())
		others--;
	if (others != platform.cores - 1)
		log_line("smp: %u cores have APIC ids beyond %u and stay off", platform.cores - 1 - others,
			apic_id_max());
	if (!others)
		return;
	uint64_t *stacks = heap_zalloc((others + 1) * sizeof(*stacks));
	waiting = heap_zalloc((others + 1) * sizeof(struct core *));
	if (!stacks || !waiting)
		panic("no memory for %u cores", others);
	for (unsigned i = 0; i < others; i++)
		waiting[i] = core_prepare(&stacks[i]);
	if (boot_info.loader.block) { /* Linux has started them: they wait for this */
		isle_others_cr3 = kernel_image_phys(kernel_pml4);
		__atomic_store_n(&ap_boot_stacks, stacks, __ATOMIC_RELEASE);
	} else {
		ap_boot_stacks = stacks;
		memcpy(phys_to_virt(AP_BOOT_PHYSICAL), ap_boot_code, (size_t)(ap_boot_code_end - ap_boot_code));
		start_all(others);
	}
	uint64_t limit = clock_deadline_after(START_LIMIT_NS);
	while (atomic_load(&started) < others && clock_monotonic_ns() < limit)
		cpu_relax();
	if (atomic_load(&started) < others)
		panic("smp: %u of %u cores did not start", others - atomic_load(&started), others);
	for (unsigned i = 0; i < others; i++) {
		core_add(waiting[i]);
		snprintf(waiting[i]->idle->name, sizeof(waiting[i]->idle->name), "idle/%u", waiting[i]->id);
		memset(&waiting[i]->idle->affinity, 0, sizeof(struct cpuset));
		cpuset_add(&waiting[i]->idle->affinity, waiting[i]->id);
		__atomic_store_n(&waiting[i]->arch.started, 1, __ATOMIC_RELEASE);
	}
	heap_free(stacks);
}
