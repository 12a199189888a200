/* SPDX-License-Identifier: BSD-3-Clause */
#include "arch/x86_64/include/arch/tlb.h"
