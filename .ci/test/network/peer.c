/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One end of a conversation, for Linux and for an isle.
 *
 *   peer echo PORT            echoes TCP and UDP, IPv4 and IPv6, until a signal ends it
 *   peer connect HOST PORT    "connected" or the error's text, and the seconds that it took
 *   peer tell HOST PORT WORD  sends WORD, prints what comes back; tries for 20 s where nobody listens yet
 *   peer names NAME…          addresses of each, one line a name, as getaddrinfo has them, and the seconds
 *   peer address              hostname, and the own address towards the isle's network
 *   peer dns PORT NAME ADDRESS    a name server that knows one name
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ENDS  64
#define BLOCK 65536

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* echo */

static int listen_on(int type, const char *port)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)atoi(port))};
	int one = 1, fd = socket(AF_INET6, type, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0 ||
		bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		(type == SOCK_STREAM && listen(fd, ENDS) < 0))
		fail("listen");
	return fd;
}

static void echo_datagram(int fd)
{
	static char bytes[BLOCK];
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	ssize_t got = recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &length);
	if (got < 0 || sendto(fd, bytes, (size_t)got, 0, (struct sockaddr *)&from, length) < 0)
		fail("datagram");
}

/* False: the connection is over. */
static int echo_stream(int fd)
{
	static char bytes[BLOCK];
	ssize_t got = recv(fd, bytes, sizeof(bytes), 0), done = 0;
	while (done < got) {
		ssize_t sent = send(fd, bytes + done, (size_t)(got - done), MSG_NOSIGNAL);
		if (sent <= 0)
			return 0;
		done += sent;
	}
	return got > 0;
}

static void echo(const char *port)
{
	struct pollfd ends[ENDS] = {
		{listen_on(SOCK_STREAM, port), POLLIN, 0},
		{listen_on(SOCK_DGRAM, port), POLLIN, 0},
	};
	nfds_t count = 2;
	printf("echo on port %s\n", port);
	fflush(stdout);
	for (;;) {
		if (poll(ends, count, -1) < 0)
			fail("poll");
		if (ends[1].revents)
			echo_datagram(ends[1].fd);
		for (nfds_t i = count - 1; i > 1; i--)
			if (ends[i].revents && !echo_stream(ends[i].fd)) {
				close(ends[i].fd);
				ends[i] = ends[--count];
			}
		if (ends[0].revents && count < ENDS)
			ends[count++] = (struct pollfd){accept(ends[0].fd, NULL, NULL), POLLIN, 0};
	}
}

/* connect, tell */

static int dial(const char *host, const char *port)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
	int error = getaddrinfo(host, port, &hints, &found);
	if (error) {
		fprintf(stderr, "peer: %s: %s\n", host, gai_strerror(error));
		exit(1);
	}
	int fd = socket(found->ai_family, SOCK_STREAM, 0);
	if (fd < 0)
		fail("socket");
	if (connect(fd, found->ai_addr, found->ai_addrlen) < 0) {
		error = errno;
		close(fd);
		errno = error;
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

static void say_connected(const char *host, const char *port)
{
	double start = now();
	int fd = dial(host, port);
	printf("%s, %.0f s\n", fd < 0 ? strerror(errno) : "connected", now() - start);
}

static void tell(const char *host, const char *port, const char *word)
{
	char answer[1000];
	size_t size = strlen(word), got = 0;
	double start = now();
	int fd;
	while ((fd = dial(host, port)) < 0 && now() - start < 20)
		usleep(200000);
	if (fd < 0 || send(fd, word, size, MSG_NOSIGNAL) != (ssize_t)size)
		fail(host);
	while (got < size && got < sizeof(answer)) {
		ssize_t part = recv(fd, answer + got, sizeof(answer) - got, 0);
		if (part <= 0)
			fail("recv");
		got += (size_t)part;
	}
	printf("%.*s\n", (int)got, answer);
}

/* names, address */

static void resolve(const char *name)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found, *one;
	char text[INET6_ADDRSTRLEN];
	double start = now();
	int error = getaddrinfo(name, NULL, &hints, &found);
	printf("%s:", name);
	if (error)
		printf(" %s", gai_strerror(error));
	for (one = error ? NULL : found; one; one = one->ai_next) {
		getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof(text), NULL, 0, NI_NUMERICHOST);
		printf(" %s", text);
	}
	printf(", %.0f s\n", now() - start);
}

static void say_address(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
	socklen_t length = sizeof(address);
	char name[64], text[INET_ADDRSTRLEN];
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	inet_pton(AF_INET, "192.168.28.1", &address.sin_addr);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, length) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &length) < 0 || gethostname(name, sizeof(name)) < 0)
		fail("address");
	printf("%s %s\n", name, inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text)));
}

/* dns (RFC 1035, 4.1): the question comes back, with one answer where it is for an address (type A) of that name */

static size_t question_end(const uint8_t *message, size_t size, char *name)
{
	size_t at = 12, out = 0;
	while (at < size && message[at] && out + message[at] < 250) {
		memcpy(name + out, message + at + 1, message[at]);
		out += message[at] + 1u;
		name[out - 1] = '.';
		at += message[at] + 1u;
	}
	name[out ? out - 1 : 0] = 0;
	return at + 5;
}

static size_t answer_question(uint8_t *message, size_t size, const char *known, const char *address)
{
	static const uint8_t record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4};
	char name[300];
	size_t end = question_end(message, size, name);
	int is_known = !strcasecmp(name, known), is_address = message[end - 3] == 1;
	message[2] |= 0x80;
	message[3] = (uint8_t)(0x80 | (is_known ? 0 : 3));
	memset(message + 6, 0, 6);
	if (!is_known || !is_address)
		return end;
	message[7] = 1;
	memcpy(message + end, record, sizeof(record));
	inet_pton(AF_INET, address, message + end + sizeof(record));
	return end + sizeof(record) + 4;
}

static void serve_names(const char *port, const char *known, const char *address)
{
	static uint8_t message[1024];
	int fd = listen_on(SOCK_DGRAM, port);
	printf("names on port %s\n", port);
	fflush(stdout);
	for (;;) {
		struct sockaddr_storage from;
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(fd, message, 512, 0, (struct sockaddr *)&from, &length);
		if (got < 17)
			continue;
		size_t size = answer_question(message, (size_t)got, known, address);
		sendto(fd, message, size, 0, (struct sockaddr *)&from, length);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (argc == 3 && !strcmp(what, "echo"))
		echo(argv[2]);
	else if (argc == 4 && !strcmp(what, "connect"))
		say_connected(argv[2], argv[3]);
	else if (argc == 5 && !strcmp(what, "tell"))
		tell(argv[2], argv[3], argv[4]);
	else if (argc > 2 && !strcmp(what, "names"))
		for (int i = 2; i < argc; i++)
			resolve(argv[i]);
	else if (argc == 2 && !strcmp(what, "address"))
		say_address();
	else if (argc == 5 && !strcmp(what, "dns"))
		serve_names(argv[2], argv[3], argv[4]);
	else
		return 2;
	return 0;
}
