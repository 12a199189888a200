/* SPDX-License-Identifier: BSD-3-Clause */
/* The machine's own: a structure only. */
#include "../../../../arch/x86_64/include/arch/regs.h"
