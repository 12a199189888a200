/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A TCP connection to oneself over the loop.
 * @only linux
 */
#include "test.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <unistd.h>

int main(void)
{
	char bytes[16] = "", text[INET_ADDRSTRLEN];
	int on = 1;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(listener >= 0);
	CHECK_EQ(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	CHECK_EQ(bind(listener, (struct sockaddr *)&address, size), 0);
	CHECK_EQ(listen(listener, 1), 0);
	CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	CHECK(address.sin_port != 0);
	CHECK_STR(inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text)), "127.0.0.1");
	int client = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_EQ(connect(client, (struct sockaddr *)&address, size), 0);
	int server = accept(listener, NULL, NULL);
	CHECK(server >= 0);
	CHECK_EQ(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), 0);
	CHECK_EQ(write(client, "hello", 5), 5);
	CHECK_EQ(recv(server, bytes, sizeof(bytes), 0), 5);
	CHECK_EQ(shutdown(client, SHUT_WR), 0);
	CHECK_EQ(read(server, bytes, 1), 0);
	return 0;
}
