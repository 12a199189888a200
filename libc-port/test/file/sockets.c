/* SPDX-License-Identifier: BSD-3-Clause */
/* A pair of local sockets, and addresses as text. */
#include "test.h"
#include <arpa/inet.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
	char bytes[16] = "", text[INET_ADDRSTRLEN];
	struct in_addr address;
	int pair[2];
	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	CHECK_EQ(send(pair[0], "pair", 4, 0), 4);
	CHECK_EQ(recv(pair[1], bytes, sizeof(bytes), 0), 4);
	CHECK_STR(bytes, "pair");
	CHECK_EQ(shutdown(pair[0], SHUT_WR), 0);
	CHECK_EQ(read(pair[1], bytes, 1), 0);
	CHECK_EQ(send(pair[1], "back", 4, MSG_NOSIGNAL), 4);
	CHECK_EQ(read(pair[0], bytes, sizeof(bytes)), 4);
	CHECK_EQ(inet_pton(AF_INET, "127.0.0.1", &address), 1);
	CHECK_EQ(address.s_addr, htonl(INADDR_LOOPBACK));
	CHECK_STR(inet_ntop(AF_INET, &address, text, sizeof(text)), "127.0.0.1");
	CHECK_STR(inet_ntoa(address), "127.0.0.1");
	CHECK_EQ(inet_addr("1.2.3.4"), htonl(0x01020304));
	CHECK_EQ(inet_addr("1.2.3.256"), INADDR_NONE);
	CHECK_EQ(inet_addr("1.2.3"), INADDR_NONE);
	CHECK_FAILS(inet_pton(AF_INET6, "::1", &address), EAFNOSUPPORT);
	return 0;
}
