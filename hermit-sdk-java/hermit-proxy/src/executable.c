/* SPDX-License-Identifier: BSD-3-Clause */
#include "executable.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool executable_is_hermitcore(const char *path)
{
	unsigned char head[EI_NIDENT];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool read_all = read(fd, head, sizeof(head)) == (ssize_t)sizeof(head);
	close(fd);
	return read_all && memcmp(head, ELFMAG, SELFMAG) == 0 && head[EI_CLASS] == ELFCLASS64 &&
	       head[EI_OSABI] == EXECUTABLE_OSABI;
}
