/* SPDX-License-Identifier: BSD-3-Clause */
/* Arguments, environment and the first stack of the program. */
#ifndef INIT_STACK_H
#define INIT_STACK_H

#include "isle/boot_info.h"
#include "lib/types.h"

struct elf_image;

struct argument_list {
	unsigned argc, envc;
	char **argv, **envv; /* each string in the heap */
};

/** A terminated copy in the heap; NULL when memory is short. */
char *boot_string_dup(struct boot_string string);
int arguments_from_boot(struct argument_list *list);
/** argv[0] becomes `a`, `b` (if not NULL), `c`. 0 or -ENOMEM. */
int arguments_replace_first(struct argument_list *list, const char *a, const char *b, const char *c);
void arguments_free(struct argument_list *list);
/** Map the stack and fill it as the ABI says; `*stack`: the first stack pointer. 0 or errno. */
int stack_build(const struct elf_image *program, const struct elf_image *linker, const char *path,
	const struct argument_list *arguments, uint64_t *stack);

#endif
