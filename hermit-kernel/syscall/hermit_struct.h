/* SPDX-License-Identifier: BSD-3-Clause */
/* Structures of the public interface that the kernel fills: their first field is their size. */
#ifndef SYSCALL_HERMIT_STRUCT_H
#define SYSCALL_HERMIT_STRUCT_H

#include "lib/types.h"

/**
 * Hand a structure to the program, which has said by the field `size` how much of it it knows. A program of a later
 * interface gets the fields that this kernel has, and `size` tells how many.
 *
 * 0; -EINVAL where the program has said less than this version, the first one, has; -EFAULT.
 */
int hermit_struct_put(uint64_t to, const void *from, uint32_t size);

#endif
