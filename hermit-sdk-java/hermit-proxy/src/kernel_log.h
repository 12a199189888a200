/* SPDX-License-Identifier: BSD-3-Clause */
/* What the isle's kernel writes to the serial line, and QEMU to its stderr: the last 64 KiB, to explain a failure. */
#ifndef PROXY_KERNEL_LOG_H
#define PROXY_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

#define KERNEL_LOG_SIZE (64u * 1024u)

struct kernel_log {
	char bytes[KERNEL_LOG_SIZE];
	size_t next;  /* where the next byte goes */
	size_t total; /* bytes ever added */
};

void kernel_log_add(struct kernel_log *log, const char *bytes, size_t size);

/** The last `lines` lines, as a new string, ending in a line feed unless empty. Carriage returns are dropped. */
char *kernel_log_tail(const struct kernel_log *log, size_t lines);

#endif
