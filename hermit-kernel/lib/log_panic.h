/* SPDX-License-Identifier: BSD-3-Clause */
/* The log's side of a panic. */
#ifndef LIB_LOG_PANIC_H
#define LIB_LOG_PANIC_H

#include <stdarg.h>

/** From here on write to the serial line, without locks; first what the ring holds, unless it was echoed all along. */
void log_begin_panic(void);
void log_vline(const char *format, va_list args);

#endif
