/* SPDX-License-Identifier: BSD-3-Clause */
/* HermitCore executables: kernel and program in one ELF file (ARCHITECTURE.md, "One image"). */
#ifndef PROXY_EXECUTABLE_H
#define PROXY_EXECUTABLE_H

#include <stdbool.h>

/** EI_OSABI of a HermitCore executable: byte 7 of the file. */
#define EXECUTABLE_OSABI 0x42

/** Whether the file is one. False too where it cannot be read. */
bool executable_is_hermitcore(const char *path);

#endif
