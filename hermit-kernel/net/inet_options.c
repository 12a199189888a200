/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of the levels IPPROTO_IP and IPPROTO_IPV6 (ip(7), ipv6(7)) that sockets of all types have. */
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include "lib/string.h"
#include "lwip/ip.h"
#include "net/inet.h"

#define TTL_DEFAULT 64

int inet_option_put(void *value, unsigned *size, int number)
{
	*size = min(*size, (unsigned)sizeof(number));
	memcpy(value, &number, *size);
	return 0;
}

int inet_option_take(const void *value, unsigned size, int *number)
{
	if (!size)
		return -EINVAL;
	*number = *(const uint8_t *)value;
	if (size >= sizeof(*number))
		memcpy(number, value, sizeof(*number));
	return 0;
}

static bool is_on(const struct socket *socket, int name)
{
	return socket->options >> name & 1;
}

uint8_t inet_control_options(const struct socket *socket)
{
	unsigned options = SOF_REUSEADDR;

	options |= is_on(socket, SO_KEEPALIVE) ? SOF_KEEPALIVE : 0;
	options |= is_on(socket, SO_BROADCAST) ? SOF_BROADCAST : 0;
	options |= is_on(socket, SO_REUSEADDR) ? SOF_SHARED_ADDRESS : 0;
	options |= is_on(socket, SO_REUSEPORT) ? SOF_SHARED_PORT : 0;
	return (uint8_t)options;
}

bool inet_may_share(const struct socket *socket, uint8_t other, bool other_listens)
{
	if (is_on(socket, SO_REUSEPORT) && other & SOF_SHARED_PORT)
		return true;
	return is_on(socket, SO_REUSEADDR) && other & SOF_SHARED_ADDRESS && !other_listens;
}

static int set_v6only(struct inet_socket *inet, int number)
{
	if (inet->bound)
		return -EINVAL;
	inet->v6only = number != 0;
	return 0;
}

static int set_ttl(struct inet_socket *inet, int number)
{
	if (number < -1 || number == 0 || number > 255)
		return -EINVAL;
	inet->ttl = number < 0 ? 0 : (uint8_t)number;
	return 0;
}

static int set_tos(struct inet_socket *inet, int number)
{
	if (number < -1 || number > 255)
		return -EINVAL;
	inet->tos = number < 0 ? 0 : (uint8_t)number;
	return 0;
}

int inet_set_option(struct socket *socket, int level, int name, const void *value, unsigned size)
{
	struct inet_socket *inet = inet_of(socket);
	int number, error;

	if (level != IPPROTO_IP && (level != IPPROTO_IPV6 || socket->family != AF_INET6))
		return -ENOPROTOOPT;
	error = inet_option_take(value, size, &number);
	if (error)
		return error;
	switch (level == IPPROTO_IP ? name : name | 0x100) {
	case IP_TOS:
	case IPV6_TCLASS | 0x100:
		return set_tos(inet, number);
	case IP_TTL:
	case IPV6_UNICAST_HOPS | 0x100:
		return set_ttl(inet, number);
	case IPV6_V6ONLY | 0x100:
		return set_v6only(inet, number);
	case IP_RECVERR:
		inet->errors_4 = number != 0;
		return 0;
	case IPV6_RECVERR | 0x100:
		inet->errors_6 = number != 0;
		return 0;
	default:
		return socket->type == SOCK_DGRAM ? inet_multicast_set(inet, level, name, value, size) : -ENOPROTOOPT;
	}
}

int inet_get_option(struct socket *socket, int level, int name, void *value, unsigned *size)
{
	struct inet_socket *inet = inet_of(socket);

	if (level != IPPROTO_IP && (level != IPPROTO_IPV6 || socket->family != AF_INET6))
		return -ENOPROTOOPT;
	switch (level == IPPROTO_IP ? name : name | 0x100) {
	case IP_TOS:
	case IPV6_TCLASS | 0x100:
		return inet_option_put(value, size, inet->tos);
	case IP_TTL:
	case IPV6_UNICAST_HOPS | 0x100:
		return inet_option_put(value, size, inet->ttl ? inet->ttl : TTL_DEFAULT);
	case IPV6_V6ONLY | 0x100:
		return inet_option_put(value, size, inet->v6only);
	case IP_RECVERR:
		return inet_option_put(value, size, inet->errors_4);
	case IPV6_RECVERR | 0x100:
		return inet_option_put(value, size, inet->errors_6);
	default:
		return socket->type == SOCK_DGRAM ? inet_multicast_get(inet, level, name, value, size) : -ENOPROTOOPT;
	}
}
