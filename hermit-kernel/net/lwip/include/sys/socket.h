/* SPDX-License-Identifier: BSD-3-Clause */
/* For <linux/if.h>, which asks the C library for this structure. */
#ifndef NET_LWIP_SYS_SOCKET_H
#define NET_LWIP_SYS_SOCKET_H

#include <linux/socket.h>

struct sockaddr {
	__kernel_sa_family_t sa_family;
	char sa_data[14];
};

#endif
