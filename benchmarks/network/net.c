/* SPDX-License-Identifier: BSD-3-Clause */
#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void net_fail(const char *what)
{
	fprintf(stderr, "netbench: %s: %s\n", what, strerror(errno));
	exit(1);
}

uint64_t net_now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static struct sockaddr_in net_address(const char *text, unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	if (inet_pton(AF_INET, text, &address.sin_addr) != 1) {
		fprintf(stderr, "netbench: '%s' is no IPv4 address\n", text);
		exit(2);
	}
	return address;
}

/* A round trip is one byte, and none may wait for another. */
static int net_without_delay(int fd)
{
	int one = 1;
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) < 0)
		net_fail("TCP_NODELAY");
	return fd;
}

int net_connect(const char *text, unsigned port)
{
	struct sockaddr_in address = net_address(text, port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		net_fail("connect");
	return net_without_delay(fd);
}

int net_listen(const char *text, unsigned *port)
{
	struct sockaddr_in address = net_address(text, *port);
	socklen_t length = sizeof(address);
	int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0 ||
		bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, 16) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		net_fail("listen");
	*port = ntohs(address.sin_port);
	return fd;
}

int net_accept(int listener)
{
	int fd = accept(listener, NULL, NULL);
	if (fd < 0)
		net_fail("accept");
	return net_without_delay(fd);
}

void net_send(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;
	while (size) {
		ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);
		if (sent < 0)
			net_fail("send");
		at += sent;
		size -= (size_t)sent;
	}
}

void net_receive(int fd, void *bytes, size_t size)
{
	char *at = bytes;
	while (size) {
		ssize_t received = recv(fd, at, size, 0);
		if (received < 0)
			net_fail("recv");
		if (received == 0) {
			fprintf(stderr, "netbench: the other side closed the connection too early\n");
			exit(1);
		}
		at += received;
		size -= (size_t)received;
	}
}

void net_send_blocks(int fd, uint64_t count)
{
	static const char block[NET_BLOCK];
	for (; count; count -= count < NET_BLOCK ? count : NET_BLOCK)
		net_send(fd, block, count < NET_BLOCK ? count : NET_BLOCK);
}

void net_receive_blocks(int fd, uint64_t count)
{
	static _Thread_local char block[NET_BLOCK];
	while (count) {
		ssize_t received = recv(fd, block, count < NET_BLOCK ? count : NET_BLOCK, 0);
		if (received <= 0)
			net_fail("recv");
		count -= (uint64_t)received;
	}
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

void net_report(const char *name, double *samples, size_t count, const char *unit)
{
	qsort(samples, count, sizeof(*samples), compare);
	printf("%s %.2f %.2f %.2f %s\n", name, samples[count / 2], samples[count / 10], samples[count * 9 / 10], unit);
	fflush(stdout);
}
