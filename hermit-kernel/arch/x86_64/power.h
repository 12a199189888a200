/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the isle. */
#ifndef X86_POWER_H
#define X86_POWER_H

#include <hermit/channel.h>
#include "lib/types.h"

/** This core stops for good; interrupts stay off. */
_Noreturn void power_halt_core(void);
/**
 * The isle has failed, all is said. A VM isle resets the machine: QEMU, run with -no-reboot, ends, and the proxy knows.
 * A multi-kernel isle tells Linux `reason`, once its other cores have stopped.
 */
_Noreturn void power_end_failed(const char *reason);
/** A multi-kernel isle has ended as it should: stop the other cores, tell Linux. */
_Noreturn void power_end(const struct hermit_exit *how);
/** NMI to the others: they stop. */
void power_stop_others(void);
/** Was that asked for? */
bool power_is_ending(void);
/** On a core that got that NMI, when it has nothing more to say. */
_Noreturn void power_stopped(void);

#endif
