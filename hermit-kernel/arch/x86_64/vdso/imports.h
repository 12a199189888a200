/* SPDX-License-Identifier: BSD-3-Clause */
/* What the program's side of the interface (vdso.c, libhermit.c) needs of the kernel. */
#ifndef VDSO_IMPORTS_H
#define VDSO_IMPORTS_H

#include "time/clock_params.h"

struct vdso_imports {
	const struct clock_params *clock;
	const void *gate; /* gate_entry of syscall.asm */
};

/**
 * In the vDSO: the last bytes of the image, which the kernel fills in when it maps it (vdso.lds, vdso_map.c). In
 * libhermit.a: constants of the link.
 */
extern const volatile struct vdso_imports kernel_imports __attribute__((visibility("hidden")));

#endif
