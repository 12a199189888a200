/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TCP over loopback: a server that serves several clients at once with poll, clients in threads of their own, a large
 * transfer in both directions, half close, and an address where nobody listens.
 *
 * @expect ^sockets: all passed$
 */
#include "lib/check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS  8
#define MESSAGES 200
#define LARGE    (2u << 20)
#define BLOCK    8192u

static unsigned short port;

static struct sockaddr_in loopback(unsigned short where)
{
	struct sockaddr_in address;
	memset(&address, 0, sizeof(address));
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(where);
	return address;
}

static int new_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(fd >= 0, "socket: %s", strerror(errno));
	return fd;
}

static int listen_anywhere(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t length = sizeof(address);
	int fd = new_socket();
	CHECK(bind(fd, (struct sockaddr *)&address, length) == 0, "bind: %s", strerror(errno));
	CHECK(listen(fd, CLIENTS) == 0, "listen: %s", strerror(errno));
	CHECK(getsockname(fd, (struct sockaddr *)&address, &length) == 0, "getsockname: %s", strerror(errno));
	port = ntohs(address.sin_port);
	CHECK(port != 0, "the listener has port %u", port);
	return fd;
}

static int dial(void)
{
	struct sockaddr_in address = loopback(port);
	int fd = new_socket(), one = 1;
	CHECK(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0, "connect: %s", strerror(errno));
	CHECK(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == 0, "TCP_NODELAY: %s", strerror(errno));
	return fd;
}

static void send_all(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t sent = send(fd, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
		CHECK(sent > 0, "send: %s", strerror(errno));
		done += (size_t)sent;
	}
}

static void receive_all(int fd, void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = recv(fd, (char *)bytes + done, size - done, 0);
		CHECK(got > 0, "recv after %zu of %zu bytes: %s", done, size, got ? strerror(errno) : "end");
		done += (size_t)got;
	}
}

/* The server: sends back what it gets, until each client has closed. */

static int echo_once(int fd)
{
	static char bytes[BLOCK];
	ssize_t got = recv(fd, bytes, sizeof(bytes), 0);
	CHECK(got >= 0, "recv: %s", strerror(errno));
	send_all(fd, bytes, (size_t)got);
	return got > 0;
}

static void serve(int listener, int clients)
{
	struct pollfd ends[CLIENTS + 1] = {{.fd = listener, .events = POLLIN}};
	int count = 1, served = 0;
	while (served < clients) {
		CHECK(poll(ends, (nfds_t)count, 30000) > 0, "poll: %d of %d clients served", served, clients);
		for (int i = count - 1; i > 0; i--) {
			if (!ends[i].revents || echo_once(ends[i].fd))
				continue;
			CHECK(close(ends[i].fd) == 0, "close: %s", strerror(errno));
			ends[i] = ends[--count];
			served++;
		}
		if (ends[0].revents) {
			int fd = accept(listener, NULL, NULL);
			CHECK(fd >= 0 && count <= CLIENTS, "accept: %d, %s", fd, strerror(errno));
			ends[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
		}
	}
}

static void *converse(void *argument)
{
	uint32_t sent[16], received[16];
	int fd = dial();
	for (uint32_t i = 0; i < MESSAGES; i++) {
		for (uint32_t j = 0; j < 16; j++)
			sent[j] = (uint32_t)(uintptr_t)argument * 1000000 + i * 16 + j;
		send_all(fd, sent, sizeof(sent));
		receive_all(fd, received, sizeof(received));
		CHECK(memcmp(sent, received, sizeof(sent)) == 0, "message %u of client %u came back changed", i,
			(unsigned)(uintptr_t)argument);
	}
	close(fd);
	return NULL;
}

static void check_clients(int listener)
{
	pthread_t threads[CLIENTS];
	for (uintptr_t i = 0; i < CLIENTS; i++)
		CHECK(pthread_create(&threads[i], NULL, converse, (void *)i) == 0, "pthread_create");
	serve(listener, CLIENTS);
	for (int i = 0; i < CLIENTS; i++)
		CHECK(pthread_join(threads[i], NULL) == 0, "pthread_join");
}

/* Half close: the sender has ended, and still gets what was not sent back yet. */

static uint8_t pattern(size_t at)
{
	return (uint8_t)(at * 7 + (at >> 9));
}

static void *send_large(void *fd)
{
	static uint8_t block[BLOCK];
	for (size_t at = 0; at < LARGE; at += BLOCK) {
		for (size_t i = 0; i < BLOCK; i++)
			block[i] = pattern(at + i);
		send_all(*(int *)fd, block, BLOCK);
	}
	CHECK(shutdown(*(int *)fd, SHUT_WR) == 0, "shutdown: %s", strerror(errno));
	return NULL;
}

static void *serve_one(void *listener)
{
	serve(*(int *)listener, 1);
	return NULL;
}

static void check_large(int listener)
{
	static uint8_t block[BLOCK];
	pthread_t server, sender;
	CHECK(pthread_create(&server, NULL, serve_one, &listener) == 0, "pthread_create");
	int fd = dial();
	CHECK(pthread_create(&sender, NULL, send_large, &fd) == 0, "pthread_create");
	for (size_t at = 0; at < LARGE; at += BLOCK) {
		receive_all(fd, block, BLOCK);
		for (size_t i = 0; i < BLOCK; i++)
			CHECK(block[i] == pattern(at + i), "byte %zu is %u", at + i, block[i]);
	}
	CHECK(recv(fd, block, 1, 0) == 0, "no end after all bytes");
	pthread_join(sender, NULL);
	pthread_join(server, NULL);
	close(fd);
}

static void check_refused(void)
{
	struct sockaddr_in address = loopback(port);
	int fd = new_socket();
	CHECK(connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 && errno == ECONNREFUSED,
		"where nobody listens: %s", strerror(errno));
	close(fd);
}

int main(void)
{
	int listener = listen_anywhere();
	check_clients(listener);
	check_large(listener);
	close(listener);
	check_refused();
	puts("sockets: all passed");
	return 0;
}
