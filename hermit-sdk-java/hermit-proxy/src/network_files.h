/* SPDX-License-Identifier: BSD-3-Clause */
/* /etc/hosts and /etc/resolv.conf of the isle. */
#ifndef PROXY_NETWORK_FILES_H
#define PROXY_NETWORK_FILES_H

#include "bootblob.h"
#include "network.h"

/** Names of the isle, and those that this host's /etc/hosts has for other machines; name servers, if there is a
 * network. */
void network_add_files(struct bootblob *blob, const struct network *network, const char *hostname);

#endif
