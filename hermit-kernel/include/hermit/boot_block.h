/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boot block: what Linux' isle driver tells the kernel about the part of the machine that it gets.
 *
 * Shared by the driver (writer) and the kernel (reader); multi-kernel isles only. A VM isle learns the same from PVH,
 * ACPI and QEMU's command line. What program to run is not in here but in the boot blob (hermit/boot.h).
 *
 * The image. A HermitCore executable is an ELF64 file for x86-64 with EI_OSABI HERMIT_ELF_OSABI and a note of owner
 * "HERMIT", type HERMIT_NOTE_ENTRY, whose contents are a struct hermit_note_entry. Segments (PT_LOAD) are placed by
 * their physical addresses, relative to the lowest of them, rounded down to 2 MiB, which comes to lie at
 * hermit_boot_block.kernel.
 * Memory between and behind file contents is filled with zeroes, the lowest and the end being those of the segments.
 *
 * Start of a core: INIT and start-up IPI to a page below 1 MiB that belongs to the loader. It enters the image at
 * hermit_note_entry.entry:
 *   - 64-bit mode, interrupts off, direction flag clear;
 *   - RDI: virtual address of the boot block; ESI: number of this core in the block's list, the boot core is 0;
 *   - page tables of the loader, which map, readable, writable and executable: the page below 1 MiB at its physical
 *     address, the image at its linked upper-half addresses (constant distance to physical ones: that of the first
 *     segment), and at HERMIT_BLOCK_DIRECT_MAP + physical address all memory that the block names, and nothing else;
 *   - no stack, no usable GDT or IDT, all other registers undefined. EFER has LME, NXE, SCE.
 * All cores are started without waiting for the boot core; the others wait in the image until it is ready for them.
 * The loader's page tables lie in a region that the block calls HERMIT_MEMORY_LOADER; the kernel may use it once it
 * has tables of its own and all cores run on these.
 *
 * All addresses are physical, integers little-endian, sizes in bytes.
 */
#ifndef HERMIT_BOOT_BLOCK_H
#define HERMIT_BOOT_BLOCK_H

#include <stdint.h>

#define HERMIT_ELF_OSABI        0x42 /* e_ident[EI_OSABI], the magic of binfmt_misc */
#define HERMIT_NOTE_OWNER       "HERMIT"
#define HERMIT_NOTE_ENTRY       1u
#define HERMIT_BLOCK_MAGIC      0x4b4c42544d524548ULL /* "HERMTBLK" in memory */
#define HERMIT_BLOCK_VERSION    1u
#define HERMIT_BLOCK_DIRECT_MAP 0xffff800000000000ULL
#define HERMIT_BLOCK_ALIGN      0x200000ULL /* of memory regions and of the image */

/** Contents of the note. A loader refuses an image whose versions are not its own. */
struct hermit_note_entry {
	uint32_t block_version;   /* HERMIT_BLOCK_VERSION that the image reads */
	uint32_t shared_version;  /* HERMIT_SHARED_VERSION */
	uint32_t network_version; /* HERMIT_MMNIF_VERSION */
	uint32_t doorbell_vector; /* where an interrupt of this vector tells the isle of news, see hermit/isle_shared.h
				   */
	uint64_t entry;           /* virtual address */
};

struct hermit_boot_block {
	uint64_t magic;                       /* HERMIT_BLOCK_MAGIC */
	uint32_t version;                     /* HERMIT_BLOCK_VERSION */
	uint32_t size;                        /* of the block, the two lists included */
	uint32_t isle;                        /* its number, that of the NUMA node that its memory is from */
	uint32_t nodes;                       /* how many isles this Linux can have */
	uint32_t memory_offset, memory_count; /* list of struct hermit_block_memory, from the block's first byte */
	uint32_t core_offset, core_count;     /* list of struct hermit_block_core */
	uint64_t kernel;                      /* where the image begins */
	uint64_t kernel_size;                 /* memory that its segments take */
	uint64_t blob, blob_size;             /* boot blob */
	uint64_t image, image_size;           /* root image, page-aligned; size 0: none */
	uint64_t shared, shared_size;         /* struct hermit_shared; whole pieces of HERMIT_BLOCK_ALIGN */
	uint64_t network, network_size;       /* struct hermit_mmnif, likewise; size 0: this isle has no network */
	uint64_t tsc_hz;                      /* rate of the TSC as Linux knows it */
	uint64_t apic_timer_hz;               /* rate of the local APIC's timer, undivided; 0: unknown */
	uint64_t start_tsc;                   /* TSC when the start was asked for */
	uint8_t seed[32];                     /* random bytes, of this start alone */
};

enum hermit_memory_kind {
	HERMIT_MEMORY_FREE = 0,   /* the isle's to use; its contents are left over from Linux */
	HERMIT_MEMORY_LOADER = 1, /* boot block, loader's page tables, boot blob, kernel, root image: inside the isle's
				     memory, but taken */
};

/** Regions do not overlap. FREE ones and LOADER ones together are the isle's memory. Whole pages. */
struct hermit_block_memory {
	uint64_t start, size;
	uint32_t kind; /* enum hermit_memory_kind */
	uint32_t node; /* Linux' number */
};

struct hermit_block_core {
	uint32_t apic_id;
	uint32_t cpu;  /* Linux' number */
	uint32_t node; /* Linux' number; may be another than the memory's */
	uint32_t reserved;
};

#ifdef __cplusplus
static_assert(sizeof(struct hermit_note_entry) == 24, "boot block ABI");
static_assert(sizeof(struct hermit_boot_block) == 176, "boot block ABI");
#else
_Static_assert(sizeof(struct hermit_note_entry) == 24, "boot block ABI");
_Static_assert(sizeof(struct hermit_boot_block) == 176, "boot block ABI");
#endif

#endif /* HERMIT_BOOT_BLOCK_H */
