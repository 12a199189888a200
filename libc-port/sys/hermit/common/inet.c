/* SPDX-License-Identifier: BSD-3-Clause */
/* IPv4 addresses as four decimal numbers. IPv6 text is refused with EAFNOSUPPORT. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int inet_aton(const char *text, struct in_addr *address)
{
	uint32_t value = 0;
	for (int part = 0; part < 4; part++) {
		unsigned int number = 0;
		if (!isdigit((unsigned char)*text))
			return 0;
		while (isdigit((unsigned char)*text)) {
			number = number * 10 + (*text++ - '0');
			if (number > 255)
				return 0;
		}
		value = value << 8 | number;
		if (*text++ != (part < 3 ? '.' : '\0'))
			return 0;
	}
	address->s_addr = htonl(value);
	return 1;
}

in_addr_t inet_addr(const char *text)
{
	struct in_addr address;
	return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}

int inet_pton(int family, const char *__restrict text, void *__restrict address)
{
	if (family == AF_INET)
		return inet_aton(text, address);
	errno = EAFNOSUPPORT;
	return -1;
}

const char *inet_ntop(int family, const void *__restrict address, char *__restrict text, socklen_t size)
{
	char own[INET_ADDRSTRLEN];
	const unsigned char *bytes = address;
	if (family != AF_INET) {
		errno = EAFNOSUPPORT;
		return NULL;
	}
	int length = snprintf(own, sizeof(own), "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
	if ((socklen_t)length >= size) {
		errno = ENOSPC;
		return NULL;
	}
	return memcpy(text, own, length + 1);
}

char *inet_ntoa(struct in_addr address)
{
	static __thread char text[INET_ADDRSTRLEN];
	return (char *)inet_ntop(AF_INET, &address, text, sizeof(text));
}
