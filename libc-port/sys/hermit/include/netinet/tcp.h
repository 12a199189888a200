/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of TCP sockets. */
#ifndef HERMIT_NETINET_TCP_H
#define HERMIT_NETINET_TCP_H

#define TCP_NODELAY   1
#define TCP_MAXSEG    2
#define TCP_CORK      3
#define TCP_KEEPIDLE  4
#define TCP_KEEPINTVL 5
#define TCP_KEEPCNT   6

#endif
