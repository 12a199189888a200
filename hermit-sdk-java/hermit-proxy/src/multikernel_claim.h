/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_MULTIKERNEL_CLAIM_H
#define PROXY_MULTIKERNEL_CLAIM_H

#include <hermit/isle_device.h>

/**
 * Makes isle N ours and asks about it; returns its device. Waits for a moment where its owner has just ended. Ends the
 * proxy where somebody else has it, where there is no
 * such isle, or where the user may not have it, and says what to do then.
 */
int multikernel_claim(unsigned isle, struct hermit_device_info *info);

#endif
