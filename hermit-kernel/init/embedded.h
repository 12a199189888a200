/* SPDX-License-Identifier: BSD-3-Clause */
/* The program of a HermitCore executable, which is linked with the kernel into one image. */
#ifndef INIT_EMBEDDED_H
#define INIT_EMBEDDED_H

#include "lib/types.h"

struct file;

/** The program as a file, read-only, whose pages are those of the loaded image. A reference; NULL where the image has
 * none, or memory is short. */
struct file *embedded_open(void);

/** Has the image a program? */
bool embedded_exists(void);

#endif
