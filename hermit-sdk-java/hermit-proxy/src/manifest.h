/* SPDX-License-Identifier: BSD-3-Clause */
/* The manifest in a proxy: how its program is to be run. The format is described in ARCHITECTURE.md. */
#ifndef PROXY_MANIFEST_H
#define PROXY_MANIFEST_H

#include "stringlist.h"

#include <stddef.h>
#include <stdint.h>

struct manifest {
	char *name, *program, *folder; /* folder NULL: the caller's */
	char *java_home;               /* of the host; NULL: not a drop-in java */
	uint32_t kernel_crc, rootfs_crc;
	struct strings arguments, environment, environment_pass;
	uint64_t memory; /* bytes; 0: not given */
	unsigned cores;  /* 0: not given */
	unsigned seen;   /* keys that may come once, a bit each */
};

/** NULL, or what is wrong with the text, as a new string. */
char *manifest_parse(struct manifest *manifest, const char *text, size_t length);

void manifest_free(struct manifest *manifest);

#endif
