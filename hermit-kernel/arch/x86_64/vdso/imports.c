/* SPDX-License-Identifier: BSD-3-Clause */
/* For libhermit.a: what the vDSO gets at run time is known to the linker here. */
#include "arch/x86_64/vdso/imports.h"

extern const char gate_entry[];

/* For functions of the C library that have to know where the call comes back to, as clone's. */
extern const void *const hermit_gate;
const void *const hermit_gate = gate_entry;

const volatile struct vdso_imports kernel_imports = {.clock = &clock_params, .gate = gate_entry};
