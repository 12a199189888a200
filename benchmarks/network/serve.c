/* SPDX-License-Identifier: BSD-3-Clause */
/* The server: one connection after the other, each with a request for what it is to do. */
#include "net.h"

#include <stdio.h>
#include <unistd.h>

static void send_back(int fd, uint64_t count)
{
	char byte;
	while (count--) {
		net_receive(fd, &byte, 1);
		net_send(fd, &byte, 1);
	}
}

void serve_connection(int fd)
{
	struct net_request request;
	net_receive(fd, &request, sizeof(request));
	switch (request.kind) {
	case NET_ROUND_TRIPS:
		send_back(fd, request.count);
		break;
	case NET_TO_SERVER:
		net_receive_blocks(fd, request.count);
		net_send(fd, "", 1);
		break;
	case NET_FROM_SERVER:
		net_send_blocks(fd, request.count);
		break;
	}
	close(fd);
}

void serve(const char *address, unsigned port)
{
	int listener = net_listen(address, &port);
	printf("serving on port %u\n", port);
	fflush(stdout);
	for (;;)
		serve_connection(net_accept(listener));
}
