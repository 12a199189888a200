/* SPDX-License-Identifier: BSD-3-Clause */
#include "network.h"

#include "fail.h"
#include "memory.h"
#include "options.h"
#include "parse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ALLOWED_NETIF                                                                                                  \
	"user, none, the name of a tap device, or group:ADDRESS:PORT (a multicast group, like group:230.0.0.28:2828)"
#define ALLOWED_IP    "dhcp, or an IPv4 address of the isle with the length of its network's part, like 192.168.28.2/24"
#define ALLOWED_PORTS "[udp:][ADDRESS:]HOST:ISLE, separated by ',', like 8080:80; ports are from 1 to 65535"

static const char *get(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

/* Splits at the last `separator`; NULL: there is none. */
static char *split_last(char *text, char separator)
{
	char *place = strrchr(text, separator);
	if (!place)
		return NULL;
	*place = 0;
	return place + 1;
}

static int parse_port(const char *text, uint16_t *port)
{
	uint64_t number;
	if (!text || parse_unsigned(text, 1, 65535, &number) < 0)
		return -EINVAL;
	*port = (uint16_t)number;
	return 0;
}

/* HERMIT_NETIF */

static int read_group(struct network *network, const char *value)
{
	struct in_addr address;
	char *copy = memory_copy_text(value);
	char *port = split_last(copy, ':');
	int wrong = parse_port(port, &network->group_port) || !inet_pton(AF_INET, copy, &address) ||
		    !IN_MULTICAST(ntohl(address.s_addr));
	if (!wrong)
		inet_ntop(AF_INET, &address, network->group, sizeof(network->group));
	network->kind = NETWORK_GROUP;
	free(copy);
	return wrong ? -EINVAL : 0;
}

static void read_netif(struct network *network, const char *value)
{
	network->kind = NETWORK_USER;
	if (!value || !strcmp(value, "user"))
		return;
	if (!strcmp(value, "none")) {
		network->kind = NETWORK_NONE;
		return;
	}
	if (!strncmp(value, "group:", 6)) {
		if (read_group(network, value + 6) < 0)
			options_refuse("HERMIT_NETIF", value, ALLOWED_NETIF);
		return;
	}
	if (strlen(value) >= IFNAMSIZ || !if_nametoindex(value))
		fail_exit(FAIL_USAGE, "HERMIT_NETIF=%s: this host has no such network device; allowed: " ALLOWED_NETIF,
			value);
	network->kind = NETWORK_TAP;
	network->device = value;
}

/* HERMIT_IP. The network's first address is Linux'. */

static void read_ip(struct network *network, const char *value)
{
	struct hermit_boot_network *boot = &network->boot;
	struct in_addr address;
	uint64_t prefix = 24;
	if (value && !strcmp(value, "dhcp")) {
		boot->flags = HERMIT_NETWORK_DHCP;
		return;
	}
	char *copy = memory_copy_text(value ? value : "192.168.28.2/24");
	char *length = split_last(copy, '/');
	if (!inet_pton(AF_INET, copy, &address) || (length && parse_unsigned(length, 8, 30, &prefix) < 0))
		options_refuse("HERMIT_IP", value, ALLOWED_IP);
	free(copy);
	uint32_t own = ntohl(address.s_addr), rest = 0xffffffffu >> prefix;
	if ((own & rest) == 0 || (own & rest) == 1 || (own & rest) == rest || own >> 24 == 127 || own >> 28 >= 14)
		fail_exit(FAIL_USAGE,
			"HERMIT_IP=%s: not an address for an isle (its network's first address is Linux'); "
			"allowed: " ALLOWED_IP,
			value);
	struct in_addr gateway = {.s_addr = htonl((own & ~rest) + 1)};
	memcpy(boot->address, &address, sizeof(boot->address));
	memcpy(boot->gateway, &gateway, sizeof(boot->gateway));
	boot->prefix = (uint32_t)prefix;
}

/* HERMIT_PORTS */

static int read_port(struct network_port *port, char *text)
{
	struct in_addr address;
	port->udp = !strncmp(text, "udp:", 4);
	if (port->udp)
		text += 4;
	char *isle = split_last(text, ':');
	if (parse_port(isle, &port->isle))
		return -EINVAL;
	char *host = split_last(text, ':');
	if (parse_port(host ? host : text, &port->host))
		return -EINVAL;
	if (!inet_pton(AF_INET, host ? text : "127.0.0.1", &address))
		return -EINVAL;
	inet_ntop(AF_INET, &address, port->address, sizeof(port->address));
	return 0;
}

static void read_ports(struct network *network, const char *value)
{
	char *copy = memory_copy_text(value), *place = NULL;
	for (char *part = strtok_r(copy, ",", &place); part; part = strtok_r(NULL, ",", &place)) {
		struct network_port port;
		if (read_port(&port, part) < 0)
			options_refuse("HERMIT_PORTS", value, ALLOWED_PORTS);
		network->ports = memory_resize(network->ports, (network->port_count + 1) * sizeof(port));
		network->ports[network->port_count++] = port;
	}
	free(copy);
	if (!network->port_count)
		options_refuse("HERMIT_PORTS", value, ALLOWED_PORTS);
	if (network->kind != NETWORK_USER)
		fail_exit(FAIL_USAGE,
			"HERMIT_PORTS=%s: ports are forwarded with HERMIT_NETIF=user only; the isle's address is "
			"reached directly otherwise",
			value);
}

void network_read(struct network *network)
{
	const char *ports = get("HERMIT_PORTS");
	*network = (struct network){0};
	read_netif(network, get("HERMIT_NETIF"));
	read_ip(network, get("HERMIT_IP"));
	if (ports)
		read_ports(network, ports);
}

/* 192.168.28.(N+2)/24; Linux is 192.168.28.1. */
static void set_mmnif(struct network *network, unsigned isle)
{
	network->kind = NETWORK_MMNIF;
	network->boot = (struct hermit_boot_network){
		.prefix = 24,
		.address = {192, 168, 28, (uint8_t)(isle + 2)},
		.gateway = {192, 168, 28, 1},
	};
}

void network_read_multikernel(struct network *network, unsigned isle)
{
	const char *netif = get("HERMIT_NETIF"), *ip = get("HERMIT_IP"), *ports = get("HERMIT_PORTS");
	*network = (struct network){0};
	set_mmnif(network, isle);
	if (netif && strcmp(netif, "none") != 0)
		fail_exit(FAIL_USAGE,
			"HERMIT_NETIF=%s: a multi-kernel isle (isle %u) has a network with Linux and the other isles; "
			"allowed: none, or not set",
			netif, isle);
	if (ip)
		fail_exit(FAIL_USAGE,
			"HERMIT_IP=%s: the address of multi-kernel isle %u is 192.168.28.%u; allowed: not set", ip,
			isle, isle + 2);
	if (ports)
		fail_exit(FAIL_USAGE,
			"HERMIT_PORTS=%s: multi-kernel isle %u has an address of its own, 192.168.28.%u, at which all "
			"its ports are reached; allowed: not set",
			ports, isle, isle + 2);
	if (netif)
		network->kind = NETWORK_NONE;
}

void network_linux_address(const struct network *network, char text[16])
{
	static const uint8_t by_dhcp[] = {192, 168, 28, 1}; /* as QEMU's user network has it then */
	bool dhcp = network->boot.flags & HERMIT_NETWORK_DHCP;
	inet_ntop(AF_INET, dhcp ? by_dhcp : network->boot.gateway, text, INET_ADDRSTRLEN);
}

bool network_is_loopback(const char *text)
{
	struct in_addr four;
	struct in6_addr six;
	if (inet_pton(AF_INET, text, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

static void check_ports(const struct network *network)
{
	for (size_t i = 0; i < network->port_count; i++) {
		const struct network_port *port = &network->ports[i];
		struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port->host)};
		int fd = socket(AF_INET, (port->udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0), one = 1;
		if (fd < 0)
			continue;
		inet_pton(AF_INET, port->address, &address.sin_addr);
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)); /* as QEMU does */
		int error = bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
		close(fd);
		if (error)
			fail_exit(FAIL_USAGE, "HERMIT_PORTS=%s: %s port %u of %s: %s; choose another one",
				getenv("HERMIT_PORTS"), port->udp ? "UDP" : "TCP", port->host, port->address,
				strerror(error));
	}
}

/*
 * Two isles with one address would get each other's packets, and neither would know why. The name of a UNIX socket in
 * the abstract name space (unix(7)) can be had once; it goes with the process.
 */
static void claim_address(const struct network *network)
{
	const uint8_t *own = network->boot.address;
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int length = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "hermit-group/%s:%u/%u.%u.%u.%u",
		network->group, network->group_port, own[0], own[1], own[2], own[3]);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) + (socklen_t)length;
	if (fd >= 0 && bind(fd, (struct sockaddr *)&name, size) < 0 && errno == EADDRINUSE)
		fail_exit(FAIL_USAGE,
			"HERMIT_IP=%s: another isle of the group %s:%u has the address %u.%u.%u.%u; choose "
			"another one",
			get("HERMIT_IP") ? get("HERMIT_IP") : "", network->group, network->group_port, own[0], own[1],
			own[2], own[3]);
}

void network_claim(const struct network *network)
{
	check_ports(network);
	if (network->kind == NETWORK_GROUP && !(network->boot.flags & HERMIT_NETWORK_DHCP))
		claim_address(network);
}
