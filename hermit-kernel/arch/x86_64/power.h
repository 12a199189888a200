/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the isle. */
#ifndef X86_POWER_H
#define X86_POWER_H

/** This core stops for good; interrupts stay off. */
_Noreturn void power_halt_core(void);
/** Reset the machine: QEMU, run with -no-reboot, ends, and the proxy knows that the isle failed. */
_Noreturn void power_end_failed(void);

#endif
