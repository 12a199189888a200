/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * talk [-k] SOCKET: standard input to a UNIX socket, and what comes back to standard output. At the end of the input
 * the socket is shut down for writing, but with -k it stays open both ways until the other side closes it.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void write_all(int fd, const char *bytes, ssize_t size)
{
	for (ssize_t done = 0, part; done < size; done += part) {
		part = write(fd, bytes + done, (size_t)(size - done));
		if (part <= 0)
			exit(1);
	}
}

static int talk(int fd, bool keep)
{
	static char bytes[65536];
	struct pollfd slots[] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
	for (;;) {
		if (poll(slots, 2, -1) < 0)
			return 1;
		if (slots[1].revents) {
			ssize_t got = read(0, bytes, 4096);
			if (got > 0)
				write_all(fd, bytes, got);
			else if (!keep)
				shutdown(fd, SHUT_WR);
			if (got <= 0)
				slots[1].fd = -1;
		}
		if (slots[0].revents) {
			ssize_t got = read(fd, bytes, sizeof(bytes));
			if (got <= 0)
				return got < 0;
			write_all(1, bytes, got);
		}
	}
}

int main(int argc, char **argv)
{
	bool keep = argc > 2 && !strcmp(argv[1], "-k");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (argc < 2)
		return 2;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", argv[argc - 1]);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		perror(argv[argc - 1]);
		return 1;
	}
	return talk(fd, keep);
}
