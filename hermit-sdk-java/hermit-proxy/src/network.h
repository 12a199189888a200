/* SPDX-License-Identifier: BSD-3-Clause */
/* The isle's network: HERMIT_NETIF, HERMIT_IP, HERMIT_PORTS. */
#ifndef PROXY_NETWORK_H
#define PROXY_NETWORK_H

#include <hermit/boot.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum network_kind {
	NETWORK_USER,  /* QEMU's own network: the isle reaches what this process reaches; no root */
	NETWORK_TAP,   /* a tap device of the host */
	NETWORK_GROUP, /* a multicast group on the host's loopback: isles among each other; no root */
	NETWORK_MMNIF, /* of a multi-kernel isle: memory shared with Linux and the other isles */
	NETWORK_NONE,
};

/** A port of the host that leads to one of the isle. */
struct network_port {
	bool udp;
	char address[16]; /* of the host; dotted */
	uint16_t host, isle;
};

struct network {
	enum network_kind kind;
	const char *device;  /* NETWORK_TAP: its name */
	char group[16];      /* NETWORK_GROUP: address … */
	uint16_t group_port; /* … and port */
	struct hermit_boot_network boot;
	struct network_port *ports;
	size_t port_count;
};

/** Reads the three variables; ends the proxy with status 2 where one is wrong. */
void network_read(struct network *network);

/** The same for multi-kernel isle N, whose network is what it is: it can only be left out (HERMIT_NETIF=none). */
void network_read_multikernel(struct network *network, unsigned isle);

/** The address of Linux on the isle's network, dotted. */
void network_linux_address(const struct network *network, char text[16]);

/** Whether the text is an address of the machine itself: 127.0.0.0/8, ::1. */
bool network_is_loopback(const char *text);

/**
 * Ends the proxy with status 2 where a port of the host is taken, or where another isle of this host has the address in
 * the same group. The address is ours until the proxy ends.
 */
void network_claim(const struct network *network);

#endif
