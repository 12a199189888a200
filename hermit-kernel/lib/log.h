/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel log: a ring of the last 256 KiB, echoed to the serial line with HERMIT_ISLE_VERBOSE, and printed whole on a
 * panic. Each line begins with microseconds since the first instruction. Callable from every context, NMI excepted.
 */
#ifndef LIB_LOG_H
#define LIB_LOG_H

#include "lib/types.h"

/** One line, without line end. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** Copy the newest bytes, at most `size`; returns how many. */
size_t log_read(char *to, size_t size);
/** Copy at most `size` bytes from *position on (0: the first ever logged), and move it; what the ring lost is skipped.
 * Returns how many; 0: there is no more yet. */
size_t log_read_from(uint64_t *position, char *to, size_t size);
/**
 * Others read the log in memory of theirs: go on in `ring`, of `size` bytes, a power of two; *count is the number of
 * bytes ever logged, grown() is called after each line, in any context. Nothing is echoed to the serial line any more.
 * At boot, on one core.
 */
void log_move(char *ring, uint64_t size, uint64_t *count, void (*grown)(void));
void log_set_verbose(bool verbose);
bool log_verbose(void);

/** Print cause, registers, back trace, the last log lines; stop all cores; end the isle. Never returns. */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** For our own bugs only; never for what the program, the host or a device does. */
#define assert(condition)                                                                                              \
	do {                                                                                                           \
		if (unlikely(!(condition)))                                                                            \
			panic("assertion failed: %s (%s:%d)", #condition, __FILE__, __LINE__);                         \
	} while (0)

#endif
