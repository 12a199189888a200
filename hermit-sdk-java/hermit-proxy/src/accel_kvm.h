/* SPDX-License-Identifier: BSD-3-Clause */
/* Is /dev/kvm there, and does it run guests on the CPU, not in emulation? */
#ifndef PROXY_ACCEL_KVM_H
#define PROXY_ACCEL_KVM_H

#include <stdbool.h>

/** NULL when a VM can be made, else why not. */
const char *accel_kvm_problem(void);

/** Runs the probe guest. False: it failed, or took far longer than the CPU itself needs. Leaves nothing behind. */
bool accel_kvm_is_fast(void);

#endif
