/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of IP sockets share. All of them keep to the loopback interface and to ports that the kernel chooses.
 */
#ifndef ISLE_TEST_INET_H
#define ISLE_TEST_INET_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include "test.h"

union inet_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_storage room;
};

static inline socklen_t inet_length(int family)
{
	return family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
}

/** 127.0.0.1 or ::1. */
static inline union inet_address inet_loopback(int family, int port)
{
	union inet_address address;

	memset(&address, 0, sizeof(address));
	if (family == AF_INET) {
		address.v4.sin_family = AF_INET;
		address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.v4.sin_port = htons((uint16_t)port);
	} else {
		address.v6.sin6_family = AF_INET6;
		address.v6.sin6_addr = in6addr_loopback;
		address.v6.sin6_port = htons((uint16_t)port);
	}
	return address;
}

static inline int inet_port(int fd)
{
	union inet_address address;
	socklen_t length = sizeof(address);

	CHECK_EQ(getsockname(fd, &address.any, &length), 0);
	return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

static inline int inet_bind(int fd, int family, int port)
{
	union inet_address address = inet_loopback(family, port);

	return bind(fd, &address.any, inet_length(family));
}

static inline int inet_connect(int fd, int family, int port)
{
	union inet_address address = inet_loopback(family, port);

	return connect(fd, &address.any, inet_length(family));
}

/** A listening socket on the loopback address. */
static inline int inet_listen(int family, int backlog)
{
	int fd = OK(socket(family, SOCK_STREAM, 0));

	CHECK_EQ(inet_bind(fd, family, 0), 0);
	CHECK_EQ(listen(fd, backlog), 0);
	return fd;
}

/** A connected socket to that listener. */
static inline int inet_dial(int family, int port)
{
	int fd = OK(socket(family, SOCK_STREAM, 0));

	CHECK_EQ(inet_connect(fd, family, port), 0);
	return fd;
}

/** A TCP connection: ends[0] connected, ends[1] was accepted. */
static inline void inet_pair_of(int family, int ends[2])
{
	int listener = inet_listen(family, 1);

	ends[0] = inet_dial(family, inet_port(listener));
	ends[1] = OK(accept(listener, NULL, NULL));
	CHECK_EQ(close(listener), 0);
}

static inline void inet_pair(int ends[2])
{
	inet_pair_of(AF_INET, ends);
}

static inline void inet_close_pair(int ends[2])
{
	CHECK_EQ(close(ends[0]), 0);
	CHECK_EQ(close(ends[1]), 0);
}

/** A datagram socket bound to the loopback address. */
static inline int inet_datagram(int family)
{
	int fd = OK(socket(family, SOCK_DGRAM, 0));

	CHECK_EQ(inet_bind(fd, family, 0), 0);
	return fd;
}

static inline void inet_set(int fd, int level, int name, int value)
{
	CHECK_EQ(setsockopt(fd, level, name, &value, sizeof(value)), 0);
}

static inline int inet_get(int fd, int level, int name)
{
	int value = -1;
	socklen_t length = sizeof(value);

	CHECK_EQ(getsockopt(fd, level, name, &value, &length), 0);
	CHECK_EQ(length, sizeof(value));
	return value;
}

/** What poll(2) says now, or after at most so many ms. */
static inline int inet_poll(int fd, int events, int ms)
{
	struct pollfd entry = {.fd = fd, .events = (short)events};

	return OK(poll(&entry, 1, ms)) ? entry.revents : 0;
}

static inline void inet_nonblocking(int fd)
{
	CHECK_EQ(fcntl(fd, F_SETFL, OK(fcntl(fd, F_GETFL)) | O_NONBLOCK), 0);
}

/** Sends until neither the connection nor the peer's window takes more. */
static inline void inet_fill_up(int fd)
{
	static char bytes[65536];

	for (int quiet = 0; quiet < 20; quiet++) {
		while (send(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
			quiet = 0;
		CHECK_EQ(errno, EAGAIN);
		test_sleep_ms(20);
	}
}

/** The byte of a long stream at a position; `seed` tells streams apart. */
static inline uint8_t inet_pattern(uint64_t position, uint64_t seed)
{
	uint64_t mixed = (position / 8 + seed) * 0x9e3779b97f4a7c15ULL;

	return (uint8_t)(mixed >> (8 * (position % 8)));
}

static inline void inet_fill(uint8_t *bytes, size_t size, uint64_t position, uint64_t seed)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = inet_pattern(position + i, seed);
}

/** Which position (in words, plus seed) the word of a stream was made for. */
static inline uint64_t inet_origin(uint64_t word)
{
	const uint64_t factor = 0x9e3779b97f4a7c15ULL;
	uint64_t inverse = factor; /* modulo 2^64, by Newton's method */

	for (int i = 0; i < 6; i++)
		inverse *= 2 - factor * inverse;
	return word * inverse;
}

/** Tells where the bytes that are wrong come from: lost, doubled or moved ones have another place of the stream. */
static inline void inet_tell_wrong(const uint8_t *bytes, size_t size, size_t at, uint64_t position, uint64_t seed)
{
	size_t wrong = 0;

	for (size_t i = at; i < size; i++)
		wrong += bytes[i] != inet_pattern(position + i, seed);
	dprintf(2, "%zu bytes of a read of %zu at %lu are wrong\n", wrong, size, (unsigned long)position);
	for (size_t i = at; i + 8 <= size && i < at + 64; i++) {
		uint64_t word;
		memcpy(&word, bytes + i, sizeof(word));
		word = inet_origin(word) - seed;
		if (word < 1u << 28)
			dprintf(2, "at %lu is what belongs to %lu\n", (unsigned long)(position + i),
				(unsigned long)word * 8);
	}
}

static inline void inet_check(const uint8_t *bytes, size_t size, uint64_t position, uint64_t seed)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != inet_pattern(position + i, seed)) {
			inet_tell_wrong(bytes, size, i, position, seed);
			test_fail(__FILE__, __LINE__, 0, "byte %zu of stream %lu is wrong", (size_t)position + i,
				(unsigned long)seed);
		}
}

/** Sends the stream's first bytes, in pieces of different sizes. */
static inline void inet_send_stream(int fd, uint64_t total, uint64_t seed)
{
	uint64_t random = seed + 1, done = 0;
	static __thread uint8_t bytes[100000];

	while (done < total) {
		size_t size = 1 + test_random(&random) % sizeof(bytes);
		if (size > total - done)
			size = total - done;
		inet_fill(bytes, size, done, seed);
		for (size_t sent = 0; sent < size;)
			sent += (size_t)OK(send(fd, bytes + sent, size - sent, MSG_NOSIGNAL));
		done += size;
	}
}

/** Receives and checks as many; the stream may go on. */
static inline void inet_receive_stream(int fd, uint64_t total, uint64_t seed)
{
	uint64_t random = seed + 2, done = 0;
	static __thread uint8_t bytes[100000];

	while (done < total) {
		size_t size = 1 + test_random(&random) % sizeof(bytes);
		if (size > total - done)
			size = total - done;
		ssize_t got = OK(recv(fd, bytes, size, 0));
		CHECK_OP(got, >, 0);
		inet_check(bytes, (size_t)got, done, seed);
		done += (uint64_t)got;
	}
}

#endif
