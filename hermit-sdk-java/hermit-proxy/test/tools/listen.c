/* SPDX-License-Identifier: BSD-3-Clause */
/* listen SECONDS: takes a free TCP port of 127.0.0.1, prints its number, and keeps it so long. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (argc != 2 || fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 1) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return 1;
	printf("%u\n", ntohs(address.sin_port));
	fflush(stdout);
	sleep((unsigned)atoi(argv[1]));
	return 0;
}
