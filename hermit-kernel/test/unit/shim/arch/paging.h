/* SPDX-License-Identifier: BSD-3-Clause */
/* The machine's own entries; physical memory is a range of the test's address space (machine.c). */
#define DIRECT_MAP_BASE 0x200000000000ULL
#include "arch/x86_64/include/arch/paging.h"
