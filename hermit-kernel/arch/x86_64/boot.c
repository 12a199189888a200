/* SPDX-License-Identifier: BSD-3-Clause */
/* From boot.asm to init/main.c: what the loader says of the machine. */
#include <arch/cpu.h>
#include <arch/paging.h>
#include "arch/x86_64/core_init.h"
#include "arch/x86_64/msr.h"
#include "arch/x86_64/platform.h"
#include "init/main.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/page.h"
#include "time/clock_init.h"

#define PVH_MAGIC      0x336ec578u
#define PVH_MEMORY_RAM 1u

/* Xen's public/arch-x86/hvm/start_info.h, version 1. */
struct pvh_start_info {
	uint32_t magic, version, flags, modules;
	uint64_t module_list, command_line, rsdp;
	uint64_t memory_map;
	uint32_t memory_map_entries, reserved;
};

struct pvh_module {
	uint64_t address, size, command_line, reserved;
};

struct pvh_memory {
	uint64_t address, size;
	uint32_t type, reserved;
};

extern const char kernel_start[], program_end[];
_Noreturn void boot_main(uint64_t start_info_physical);

/* Only what is in the map already; adding a range again splits its regions. */
static void node_assign(phys_t start, phys_t end, unsigned node)
{
	static struct memory_map before;

	before = memory_map;
	for (unsigned i = 0; i < before.count; i++) {
		struct memory_region *region = &before.regions[i];
		phys_t from = max(region->start, start), to = min(region->end, end);
		if (from < to)
			memory_map_add(&memory_map, from, to, region->kind, node);
	}
}

static void memory_map_fill(const struct pvh_start_info *info)
{
	const struct pvh_memory *entries = phys_to_virt(info->memory_map);

	for (uint32_t i = 0; i < info->memory_map_entries; i++) {
		phys_t start = align_up(entries[i].address, PAGE_SIZE);
		phys_t end = align_down(entries[i].address + entries[i].size, PAGE_SIZE);
		if (entries[i].type == PVH_MEMORY_RAM && start < end)
			memory_map_add(&memory_map, start, end, MEMORY_USABLE, 0);
	}
	/* start-up code of the other cores, firmware's tables */
	memory_map_add(&memory_map, 0, MIB(1), MEMORY_RESERVED, 0);
	memory_map_add(&memory_map, kernel_image_phys(kernel_start),
		align_up(kernel_image_phys(program_end), PAGE_SIZE), MEMORY_KERNEL, 0);
}

static void take_module(const struct pvh_start_info *info)
{
	if (!info->modules)
		return;
	const struct pvh_module *module = phys_to_virt(info->module_list);
	boot_info.loader.image_start = module->address;
	boot_info.loader.image_end = module->address + module->size;
	memory_map_add(&memory_map, align_down(boot_info.loader.image_start, PAGE_SIZE),
		align_up(boot_info.loader.image_end, PAGE_SIZE), MEMORY_IMAGE, 0);
}

static bool parse_hex(const char **text, uint64_t *value)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = *text, *digit;

	for (*value = 0; *at && (digit = strchr(digits, *at)) && !(*value >> 60); at++)
		*value = *value << 4 | (uint64_t)(digit - digits);
	bool found = at != *text;
	*text = at;
	return found;
}

/*
 * "hermit.image=ADDRESS,SIZE,BEFORE" (hexadecimal): the loader mapped the root image into the machine's memory, where
 * it cannot be written. That saves the copy into a boot module, which costs a millisecond or two for each MiB. The
 * image is part of a file: BEFORE bytes of it lie below the image, in what the loader calls memory, and cannot be
 * written either.
 */
static void take_mapped_image(void)
{
	static const char key[] = "hermit.image=";
	const char *text = strstr(boot_info.loader.command_line, key);
	uint64_t address, size, before;

	if (!text)
		return;
	text += sizeof(key) - 1;
	if (!parse_hex(&text, &address) || *text++ != ',' || !parse_hex(&text, &size) || *text++ != ',' ||
		!parse_hex(&text, &before) || (address | size | before) % PAGE_SIZE || address + size < address ||
		before > address)
		panic("loader: %s is not ADDRESS,SIZE,BEFORE in whole pages",
			strstr(boot_info.loader.command_line, key));
	boot_info.loader.image_start = address;
	boot_info.loader.image_end = address + size;
	memory_map_add(&memory_map, address - before, address + size, MEMORY_IMAGE, 0);
}

/* Under a hypervisor the memory of a fresh machine is zero, but for what the firmware used. */
static bool memory_is_fresh(void)
{
	return cpuid(1, 0).ecx >> 31;
}

_Noreturn void boot_main(uint64_t start_info_physical)
{
	uint64_t first_tsc = cpu_read_tsc();
	const struct pvh_start_info *info = phys_to_virt(start_info_physical);

	core_init_boot_early();
	clock_start(first_tsc);
	if (info->magic != PVH_MAGIC || info->version < 1)
		panic("loader: start info has magic %#x, version %u; PVH's is %#x, 1", info->magic, info->version,
			PVH_MAGIC);
	boot_info.loader.command_line = phys_to_virt(info->command_line);
	memory_map.zeroed = memory_is_fresh();
	memory_map_fill(info);
	take_module(info);
	take_mapped_image();
	acpi_parse(info->rsdp);
	acpi_for_each_memory(node_assign);
	arch_direct_map();
	kernel_main();
}
