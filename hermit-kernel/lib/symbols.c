/* SPDX-License-Identifier: BSD-3-Clause */
/* Symbol look-up. The table is sorted by address; arch/x86_64/symbols.awk writes it. */
#include "lib/symbols.h"

struct symbol {
	uint32_t offset; /* from kernel_start */
	uint32_t name;   /* offset into symbol_names */
};

/* Weak: the first of the two links has no table yet. */
extern const uint32_t symbol_count __attribute__((weak));
extern const struct symbol symbol_table[] __attribute__((weak));
extern const char symbol_names[] __attribute__((weak));
extern const char kernel_start[], kernel_text_end[];

const char *symbol_find(uint64_t address, uint64_t *offset)
{
	const uint32_t *count = &symbol_count;

	if (address < (uint64_t)kernel_start || address >= (uint64_t)kernel_text_end || !count || !*count)
		return NULL;
	uint32_t wanted = (uint32_t)(address - (uint64_t)kernel_start), low = 0, high = *count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (symbol_table[middle].offset <= wanted)
			low = middle;
		else
			high = middle;
	}
	*offset = wanted - symbol_table[low].offset;
	return symbol_names + symbol_table[low].name;
}
