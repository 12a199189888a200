/* SPDX-License-Identifier: BSD-3-Clause */
/* Internet addresses as text (IPv4). */
#ifndef HERMIT_ARPA_INET_H
#define HERMIT_ARPA_INET_H

#include <netinet/in.h>

__BEGIN_DECLS
int inet_aton(const char *text, struct in_addr *address);
in_addr_t inet_addr(const char *text);
char *inet_ntoa(struct in_addr address);
int inet_pton(int family, const char *__restrict text, void *__restrict address);
const char *inet_ntop(int family, const void *__restrict address, char *__restrict text, socklen_t size);
__END_DECLS

#endif
