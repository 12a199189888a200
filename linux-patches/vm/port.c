// SPDX-License-Identifier: GPL-2.0-only
/*
 * port DEVICE — copies standard input to a virtio-serial port, and ends when the host has taken all of it. The kernel
 * returns from write() when the bytes are on their way, so whoever switches the machine off then may lose the last of
 * them; but it reports the port writable only when they have arrived (drivers/char/virtio_console.c, will_write_block).
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int write_all(int fd, const char *bytes, ssize_t count)
{
	while (count > 0) {
		ssize_t done = write(fd, bytes, count);

		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0) {
			bytes += done;
			count -= done;
		}
	}
	return 0;
}

static int wait_until_taken(int fd)
{
	struct pollfd port = {.fd = fd, .events = POLLOUT};

	while (poll(&port, 1, -1) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

static int copy(int from, int to)
{
	static char buffer[65536];

	for (;;) {
		ssize_t count = read(from, buffer, sizeof(buffer));

		if (count == 0)
			return wait_until_taken(to);
		if (count < 0 && errno != EINTR)
			return -1;
		if (count > 0 && write_all(to, buffer, count) < 0)
			return -1;
	}
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_WRONLY) : -1;

	if (fd < 0 || copy(STDIN_FILENO, fd) < 0) {
		fprintf(stderr, "port: %s: %s\n", argc == 2 ? argv[1] : "one DEVICE is needed", strerror(errno));
		return 1;
	}
	return 0;
}
