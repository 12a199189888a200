/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the network costs, by the same program on an isle, on a Linux guest and on the host.
 *
 *   netbench serve PORT            for ever; on all addresses
 *   netbench client ADDRESS PORT   against a server: round trip, rate to the server, rate from the server
 *   netbench local                 inside one system: loopback, and epoll with few and with many idle connections
 *
 * Prints "NAME MEDIAN P10 P90 UNIT" a line.
 */
#include "net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned port_of(const char *text)
{
	char *end;
	unsigned long port = strtoul(text, &end, 10);
	if (end == text || *end || port < 1 || port > 65535) {
		fprintf(stderr, "netbench: '%s' is no port: a number from 1 to 65535\n", text);
		exit(2);
	}
	return (unsigned)port;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "serve"))
		serve("0.0.0.0", port_of(argv[2]));
	if (argc == 4 && !strcmp(argv[1], "client")) {
		client_measure("tcp", argv[2], port_of(argv[3]));
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "local")) {
		loopback_measure();
		epoll_measure();
		return 0;
	}
	fprintf(stderr, "usage: netbench serve PORT | client ADDRESS PORT | local\n");
	return 2;
}
