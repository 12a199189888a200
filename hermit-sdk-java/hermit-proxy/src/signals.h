/* SPDX-License-Identifier: BSD-3-Clause */
/* Signals as something to read: INT TERM HUP QUIT USR1 USR2 for the program, WINCH TSTP CONT for the proxy. */
#ifndef PROXY_SIGNALS_H
#define PROXY_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

/** Blocks the signals above and returns a descriptor to read them from. SIGPIPE becomes an errno. */
int signals_open(void);

/** Signals that were ignored when the proxy began, bit N - 1 for signal N: the program ignores them from its start. */
uint64_t signals_ignored(void);

/** The next signal that has come; 0: none. */
int signals_next(int fd);

/** In a child, before exec: back to what the proxy was started with. */
void signals_restore(void);

/**
 * The program has handlers for these, bit N - 1 for signal N: so has the proxy, as /proc/<pid>/status shows it. Tools
 * of the JDK send SIGQUIT only to a process that has one.
 */
void signals_show_caught(uint64_t caught);

/** Whether the signal is one that is handed to the program. */
bool signals_is_relayed(int number);

#endif
