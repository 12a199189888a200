/* SPDX-License-Identifier: BSD-3-Clause */
/* ELF loader: System V ABI, chapter 5, and its x86-64 supplement. */
#ifndef INIT_ELF_H
#define INIT_ELF_H

#include <linux/elf.h>
#include "lib/types.h"

struct file;

/** What of an executable matters once it is mapped. */
struct elf_image {
	uint64_t base; /* added to every address of the file */
	uint64_t entry;
	uint64_t headers; /* program address of the program headers */
	uint16_t header_count;
	uint64_t end; /* behind the last segment, not aligned */
	bool executable_stack;
	char interpreter[256]; /* "" : none */
};

/** Check the ELF header. 0, -ENOEXEC, or what reading gave. */
int elf_check_header(const struct elf64_hdr *header);
/**
 * Map the segments of `file`. `position`: where to put a position-independent one; 0: anywhere. 0, -ENOEXEC
 * (malformed), -ENOMEM, -EIO, or what mmap gave.
 */
int elf_map(struct file *file, uint64_t position, struct elf_image *image);

#endif
