/* SPDX-License-Identifier: BSD-3-Clause */
/* Random numbers of the CPU: RDSEED, else RDRAND (Intel SDM volume 1, section 7.3.17). */
#include <arch/cpu.h>
#include "arch/x86_64/msr.h"

#define TRIES 10 /* Intel's advice for RDRAND */

static bool try_rdseed(uint64_t *value)
{
	bool ok;

	__asm__ volatile("rdseed %0" : "=r"(*value), "=@ccc"(ok));
	return ok;
}

static bool try_rdrand(uint64_t *value)
{
	bool ok;

	__asm__ volatile("rdrand %0" : "=r"(*value), "=@ccc"(ok));
	return ok;
}

bool cpu_random(uint64_t *value)
{
	bool have_rdseed = cpuid(7, 0).ebx >> 18 & 1, have_rdrand = cpuid(1, 0).ecx >> 30 & 1;

	for (unsigned i = 0; i < TRIES; i++)
		if ((have_rdseed && try_rdseed(value)) || (have_rdrand && try_rdrand(value)))
			return true;
	return false;
}
