/* SPDX-License-Identifier: BSD-3-Clause */
/* The address families that there are. */
#ifndef NET_FAMILIES_H
#define NET_FAMILIES_H

#include "net/socket.h"

extern const struct socket_family unix_family, inet_family, inet6_family, netlink_family;

/** Requests about interfaces (netdevice(7)), which a socket of any family takes. -ENOTTY: not one of them. */
long inet_interface_ioctl(unsigned request, uint64_t argument);

#endif
