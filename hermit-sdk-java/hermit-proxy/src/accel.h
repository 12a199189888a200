/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_ACCEL_H
#define PROXY_ACCEL_H

#include "options.h"

/** KVM or TCG, after HERMIT_ACCEL; `auto` asks the machine. Ends the proxy where KVM is demanded and cannot be had. */
enum accel accel_choose(enum accel wanted);

#endif
