/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes the boot blob (hermit/boot.h). */
#ifndef PROXY_BOOTBLOB_H
#define PROXY_BOOTBLOB_H

#include "buffer.h"

#include <hermit/boot.h>

struct bootblob {
	struct buffer bytes;
	uint32_t records;
};

void bootblob_begin(struct bootblob *blob);
void bootblob_add(struct bootblob *blob, uint32_t type, const void *payload, size_t length);
void bootblob_add_text(struct bootblob *blob, uint32_t type, const char *text);
void bootblob_add_share(struct bootblob *blob, const char *tag, const char *path, uint32_t flags);

void bootblob_add_file(struct bootblob *blob, const char *path, uint32_t mode, const void *contents, size_t size);

/** Completes the header; `blob->bytes` is the blob then. */
void bootblob_end(struct bootblob *blob);

#endif
