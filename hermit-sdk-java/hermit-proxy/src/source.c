/* SPDX-License-Identifier: BSD-3-Clause */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The end of a named pipe that had no writer when it was opened here shows in read only, never in poll: so a pipe is
 * always read until nothing is there (source.drained) before anybody waits for it.
 *
 * A pipe is opened anew as non-blocking, because another reader may empty it between poll and read. The descriptor
 * that the proxy was given goes on existing beside it, as it does in any program that inherits one.
 */
static int source_open_anew(int fd)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	int own = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return own < 0 ? fd : own;
}

void source_open(struct source *source, int fd)
{
	struct stat status;
	*source = (struct source){.fd = fd};
	if (fstat(fd, &status) < 0)
		return;
	source->is_socket = S_ISSOCK(status.st_mode);
	source->is_terminal = isatty(fd);
	source->is_pipe = S_ISFIFO(status.st_mode);
	if (source->is_pipe)
		source->fd = source_open_anew(fd);
}

bool source_is_ours(const struct source *source)
{
	if (source->ended)
		return false;
	if (!source->is_terminal)
		return true;
	pid_t foreground = tcgetpgrp(source->fd);
	/* Not our controlling terminal: then reading it stops nobody. */
	return foreground < 0 || foreground == getpgrp();
}

ssize_t source_read(struct source *source, void *bytes, size_t size)
{
	ssize_t got = source->is_socket ? recv(source->fd, bytes, size, MSG_DONTWAIT) : read(source->fd, bytes, size);
	source->drained = got < 0;
	if (got > 0) {
		source->sent += (uint64_t)got;
		return got;
	}
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return -EAGAIN;
	/* The foreground changed just now: with SIGTTIN blocked, a background read is an error instead of a stop. */
	if (got < 0 && errno == EIO && source->is_terminal && !source_is_ours(source))
		return -EAGAIN;
	source->ended = true;
	return 0;
}
