/* SPDX-License-Identifier: BSD-3-Clause */
/* The machine's own: declarations only. */
#include "../../../../arch/x86_64/include/arch/signal_frame.h"
