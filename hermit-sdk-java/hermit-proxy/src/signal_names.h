/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_SIGNAL_NAMES_H
#define PROXY_SIGNAL_NAMES_H

/** Number of a signal that is named as kill(1) takes it: TERM, SIGTERM, 15; in either case. 0: there is none. */
int signal_number(const char *name);

#endif
