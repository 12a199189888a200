/* SPDX-License-Identifier: BSD-3-Clause */
/* printf for the kernel: d i u x X o p s c %, flags - 0 + space #, width, precision (also *), hh h l ll z. No floating
 * point. */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H

#include <stdarg.h>
#include "lib/types.h"

/** As C99's snprintf: returns the length that the whole text would have had. */
int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *to, size_t size, const char *format, va_list args);

#endif
