/* SPDX-License-Identifier: BSD-3-Clause */
#include "qemu_version.h"

#include "child.h"
#include "memory.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION_LIMIT_MS 5000

char *qemu_parse_version(const char *output, unsigned *major)
{
	static const char before[] = "version ";
	const char *version = strstr(output, before);
	if (!version)
		return NULL;
	version += sizeof(before) - 1;
	if (*version < '0' || *version > '9')
		return NULL;
	*major = (unsigned)strtoul(version, NULL, 10);
	return memory_format("%.*s", (int)strspn(version, "0123456789."), version);
}

char *qemu_ask_version(const char *qemu, unsigned *major)
{
	char name[] = "qemu", option[] = "--version", output[1024];
	char *arguments[] = {name, option, NULL};
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) < 0)
		return NULL;
	struct child_setup setup = {.path = qemu, .arguments = arguments, .output_fd = fds[1], .node = -1};
	pid_t child = child_start(&setup);
	close(fds[1]);
	struct pollfd slot = {.fd = fds[0], .events = POLLIN};
	ssize_t got =
		child > 0 && poll(&slot, 1, VERSION_LIMIT_MS) == 1 ? read(fds[0], output, sizeof(output) - 1) : -1;
	close(fds[0]);
	if (child > 0)
		child_wait(child, VERSION_LIMIT_MS);
	if (got <= 0)
		return NULL;
	output[got] = 0;
	return qemu_parse_version(output, major);
}
