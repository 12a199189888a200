/* SPDX-License-Identifier: BSD-3-Clause */
/* The client: round trips of one byte, each timed, and the rate of large transfers in both directions. */
#include "net.h"

#include <stdio.h>
#include <unistd.h>

#define WARM_UP     200u
#define ROUND_TRIPS 1000u
#define TRANSFER    (16ull << 20)
#define MIB         (1024.0 * 1024.0)

static int request(const char *address, unsigned port, enum net_kind kind, uint64_t count)
{
	struct net_request request = {.kind = kind, .count = count};
	int fd = net_connect(address, port);
	net_send(fd, &request, sizeof(request));
	return fd;
}

static void round_trips(const char *prefix, const char *address, unsigned port)
{
	static double samples[ROUND_TRIPS];
	char name[64], byte = 0;
	int fd = request(address, port, NET_ROUND_TRIPS, WARM_UP + ROUND_TRIPS);
	for (unsigned i = 0; i < WARM_UP + ROUND_TRIPS; i++) {
		uint64_t start = net_now_ns();
		net_send(fd, &byte, 1);
		net_receive(fd, &byte, 1);
		if (i >= WARM_UP)
			samples[i - WARM_UP] = (double)(net_now_ns() - start) / 1000;
	}
	close(fd);
	snprintf(name, sizeof(name), "%s_round_trip", prefix);
	net_report(name, samples, ROUND_TRIPS, "us");
}

static double transfer(const char *address, unsigned port, enum net_kind kind)
{
	char byte;
	int fd = request(address, port, kind, TRANSFER);
	uint64_t start = net_now_ns();
	if (kind == NET_TO_SERVER) {
		net_send_blocks(fd, TRANSFER);
		net_receive(fd, &byte, 1);
	} else {
		net_receive_blocks(fd, TRANSFER);
	}
	uint64_t end = net_now_ns();
	close(fd);
	return (double)TRANSFER / MIB * 1e9 / (double)(end - start);
}

static void transfers(const char *prefix, const char *direction, const char *address, unsigned port, enum net_kind kind)
{
	double samples[CLIENT_TRANSFERS];
	char name[64];
	transfer(address, port, kind);
	for (unsigned i = 0; i < CLIENT_TRANSFERS; i++)
		samples[i] = transfer(address, port, kind);
	snprintf(name, sizeof(name), "%s_%s", prefix, direction);
	net_report(name, samples, CLIENT_TRANSFERS, "MiB/s");
}

void client_measure(const char *prefix, const char *address, unsigned port)
{
	round_trips(prefix, address, port);
	transfers(prefix, "to_server", address, port, NET_TO_SERVER);
	transfers(prefix, "from_server", address, port, NET_FROM_SERVER);
}
