/* SPDX-License-Identifier: BSD-3-Clause */
/* From isle_entry.asm to init/main.c: what Linux' boot block says of a multi-kernel isle (hermit/boot_block.h). */
#include <arch/cpu.h>
#include <arch/paging.h>
#include "arch/x86_64/core_init.h"
#include "arch/x86_64/platform.h"
#include "init/main.h"
#include "isle/boot_info.h"
#include "isle/shared.h"
#include "lib/log.h"
#include "lib/random.h"
#include "mm/page.h"
#include "sched/core.h"
#include "time/clock_init.h"

#define LOCAL 10 /* distance of a node to itself, as ACPI's SLIT counts */

_Noreturn void isle_boot_main(const struct hermit_boot_block *block);

/* What others have in their memory, too: mapped, but not ours to give away. */
static void take_area(phys_t start, uint64_t size, const char *what)
{
	if ((start | size) % HERMIT_BLOCK_ALIGN)
		panic("boot block: %s at %#lx, %#lx bytes, is not in whole pieces of 2 MiB", what, start, size);
	memory_map_add(&memory_map, start, start + size, MEMORY_KERNEL, 0);
}

static void take_memory(const struct hermit_boot_block *block)
{
	const struct hermit_block_memory *list = (const void *)((const char *)block + block->memory_offset);

	for (uint32_t i = 0; i < block->memory_count; i++)
		memory_map_add(&memory_map, list[i].start, list[i].start + list[i].size,
			list[i].kind == HERMIT_MEMORY_FREE ? MEMORY_USABLE : MEMORY_KERNEL, 0);
	take_area(block->shared, block->shared_size, "shared memory");
	take_area(block->network, block->network_size, "network");
	if (!block->image_size)
		return;
	boot_info.loader.image_start = block->image;
	boot_info.loader.image_end = block->image + block->image_size;
	memory_map_add(&memory_map, block->image, align_up(boot_info.loader.image_end, PAGE_SIZE), MEMORY_IMAGE, 0);
}

/* One node: that of the memory. Cores of another are farther from all of it, which no choice of pages could change. */
static void take_cores(const struct hermit_boot_block *block)
{
	const struct hermit_block_core *list = (const void *)((const char *)block + block->core_offset);

	if (block->core_count > CORES_MAX)
		panic("boot block: %u cores, this kernel takes %d", block->core_count, CORES_MAX);
	platform.cores = block->core_count;
	platform.node_count = 1;
	platform.distances[0][0] = LOCAL;
	for (uint32_t i = 0; i < block->core_count; i++) {
		platform.apic_ids[i] = list[i].apic_id;
		if (list[i].node != block->isle)
			log_line("boot: cpu %u is of Linux' node %u, the memory of node %u", list[i].cpu, list[i].node,
				block->isle);
	}
}

_Noreturn void isle_boot_main(const struct hermit_boot_block *block)
{
	uint64_t first_tsc = cpu_read_tsc();

	kernel_image_set_start(block->kernel);
	core_init_boot_early();
	clock_start(first_tsc);
	boot_info.loader.block = block;
	if (block->magic != HERMIT_BLOCK_MAGIC || block->version != HERMIT_BLOCK_VERSION)
		panic("boot block has magic %#lx, version %u; this kernel's are %#llx, %u", block->magic,
			block->version, HERMIT_BLOCK_MAGIC, HERMIT_BLOCK_VERSION);
	boot_info.loader.command_line = "";
	shared_init(phys_to_virt(block->shared));
	core_this()->beat = shared_beat(0);
	random_add_entropy(block->seed, sizeof(block->seed));
	platform.tsc_hz = block->tsc_hz;
	platform.apic_timer_hz = block->apic_timer_hz;
	take_memory(block);
	take_cores(block);
	arch_direct_map_isle(block->kernel + block->kernel_size);
	kernel_main();
}
