/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's side of the vDSO (vdso(7)), which is libhermit.so.1 as well. */
#ifndef X86_VDSO_H
#define X86_VDSO_H

#define VDSO_SIZE 8192

/** Its image: a shared object whose last bytes are struct vdso_imports (imports.h). */
extern const char vdso_image[VDSO_SIZE];

/** Map it into the program. Its address, for AT_SYSINFO_EHDR; 0 where that failed: programs do without. May sleep. */
long vdso_map(void);

#endif
