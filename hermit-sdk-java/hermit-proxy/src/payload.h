/* SPDX-License-Identifier: BSD-3-Clause */
/* What the image builder put into this executable: kernel, root image, manifest, each a section (ARCHITECTURE.md). */
#ifndef PROXY_PAYLOAD_H
#define PROXY_PAYLOAD_H

#include "image.h"
#include "manifest.h"

#include <stdbool.h>
#include <stdint.h>

struct payload_section {
	uint64_t offset, size; /* in the file; size 0: there is none */
};

struct payload {
	int fd; /* the executable */
	struct payload_section kernel, rootfs, manifest;
};

/**
 * Looks for the sections in the executable that `fd` is. 1: all there; 0: none, this is a bare proxy; -EINVAL: some, or
 * a file that is not what it says; *problem (a new string) says what.
 */
int payload_find(struct payload *payload, int fd, char **problem);

/** Opens this executable and finds its payload; ends the proxy where that is damaged. False: there is none. */
bool payload_open(struct payload *payload);

/** Reads and checks the manifest; ends the proxy where it is damaged. */
void payload_read_manifest(const struct payload *payload, struct manifest *manifest);

/** Copies a section into a file without a name, checks its sum on the way, and returns the file's descriptor. */
int payload_extract(const struct image *section, const char *name);

/** Ends the proxy: that part of it is damaged. */
_Noreturn void payload_refuse(const char *what, const char *problem);

#endif
