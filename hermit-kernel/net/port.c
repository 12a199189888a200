/* SPDX-License-Identifier: BSD-3-Clause */
/* What lwIP asks of its surroundings (its doc/sys_arch.txt): time, random numbers, protection of reference counts. */
#include <arch/cpu.h>
#include "lib/random.h"
#include "lwip/sys.h"
#include "net_hooks.h"
#include "sched/sched.h"
#include "time/clock.h"

u32_t sys_now(void)
{
	return (u32_t)(clock_monotonic_ns() / NS_PER_MSEC);
}

uint32_t lwip_port_random(void)
{
	uint32_t number;

	random_bytes(&number, sizeof(number));
	return number;
}

/*
 * RFC 6528 wants a number that grows with time for the same two ends and is unknown to others. Here it is new from the
 * random generator each time: as unknown, and old segments of an earlier connection between the same two ends are kept
 * off by TIME-WAIT, as in RFC 793.
 */
u32_t lwip_port_initial_sequence(const ip_addr_t *local, u16_t local_port, const ip_addr_t *remote, u16_t remote_port)
{
	return lwip_port_random();
}

/*
 * Around the change of a reference count and around single links of lists; never nested, never longer than that. A
 * thread is not preempted in the kernel, and no interrupt handler calls lwIP, so a spin lock does.
 */
static struct spinlock counts_lock = SPINLOCK_INIT;

sys_prot_t sys_arch_protect(void)
{
	spin_lock(&counts_lock);
	return 0;
}

void sys_arch_unprotect(sys_prot_t unused)
{
	spin_unlock(&counts_lock);
}
