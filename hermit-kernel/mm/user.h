/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Program memory, from the kernel. Both live in one address space, so these are plain copies whose unresolvable faults
 * come back as -EFAULT through an exception table. They may sleep (a fault may read a file): never under a spin lock.
 * Addresses are checked to lie in the program's half by the functions that take a program address as uint64_t; the
 * memcpy-like ones for pointers that may be either (file contents) are the _fault ones.
 */
#ifndef MM_USER_H
#define MM_USER_H

#include <arch/cpu.h>
#include "lib/types.h"

/** 0, or -EFAULT if [address, address + size) leaves the program's half. */
static inline int user_check_range(uint64_t address, uint64_t size)
{
	return size > USER_END || address > USER_END - size ? -14 /* EFAULT */ : 0;
}

/** 0 or -EFAULT. */
int user_copy_from(void *to, uint64_t from, size_t size);
int user_copy_to(uint64_t to, const void *from, size_t size);
int user_clear(uint64_t to, size_t size);
/** Copy with NUL. Returns the length without it, -EFAULT, or -ENAMETOOLONG if there is no NUL in `size` bytes. */
ssize64_t user_copy_string(char *to, uint64_t from, size_t size);

/** Either side may be program memory, already range-checked: 0 or -EFAULT. */
int copy_fault(void *to, const void *from, size_t size);
int clear_fault(void *to, size_t size);

/** Atomic 32-bit accesses for futexes. 0, -EFAULT; cmpxchg: `*old` gets what was there. They may sleep on a fault. */
int user_load32(uint64_t address, uint32_t *value);
int user_cmpxchg32(uint64_t address, uint32_t expected, uint32_t desired, uint32_t *old);
/**
 * As user_load32, but -EFAULT instead of sleeping: for use under a spin lock. The caller then faults the page in and
 * tries again. It works with interrupts off: the trap handler takes a fault with interrupts off as one that nobody may
 * resolve.
 */
int user_load32_nosleep(uint64_t address, uint32_t *value);

/** For the trap handler: is the instruction one of this file's? Then make the context go on at its error exit. */
struct regs;
bool user_fixup(struct regs *regs);

#define user_get(to, from) user_copy_from((to), (uint64_t)(from), sizeof(*(to)))
#define user_put(to, from) user_copy_to((uint64_t)(to), (from), sizeof(*(from)))

#endif
