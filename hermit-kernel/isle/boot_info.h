/* SPDX-License-Identifier: BSD-3-Clause */
/* The boot blob (hermit/boot.h) and the loader's facts, parsed. Filled at boot, constant afterwards. */
#ifndef ISLE_BOOT_INFO_H
#define ISLE_BOOT_INFO_H

#include <hermit/boot.h>
#include <hermit/boot_block.h>
#include "lib/types.h"

struct boot_string {
	const char *text; /* not terminated */
	uint32_t length;
};

struct boot_share {
	struct boot_string tag, path;
	bool read_only;
};

struct boot_file {
	struct boot_string path;
	const void *contents;
	uint32_t size, mode;
};

/** What the loader says, before and beside the blob. */
struct boot_loader {
	const struct hermit_boot_block *block; /* of a multi-kernel isle; NULL: a VM isle */
	const char *command_line;              /* of the kernel; QEMU tells virtio-mmio devices there */
	phys_t image_start, image_end;         /* root image; 0: none */
};

struct boot_info {
	struct boot_string program, cwd, hostname;
	unsigned argc, envc, shares, files;
	struct boot_string *argv, *envv;
	struct boot_share *share;
	struct boot_file *file;
	struct hermit_boot_streams streams;
	struct hermit_boot_identity identity;
	struct hermit_boot_clock clock;
	struct hermit_boot_isle isle;
	struct hermit_boot_signals signals;
	struct hermit_boot_network network;
	bool has_network; /* the blob told one */
	struct boot_loader loader;
};

extern struct boot_info boot_info;

/** Parse and check a blob. 0, or an errno after a log line that says what is wrong. `blob` must stay. */
int boot_info_parse(const void *blob, size_t size, struct boot_info *info);
/** Fetch the blob and parse it into boot_info. Needs the heap. 0, or an errno after a log line. */
int boot_info_init(void);

#endif
