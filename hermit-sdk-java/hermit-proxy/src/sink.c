/* SPDX-License-Identifier: BSD-3-Clause */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* A writable pipe has room for PIPE_BUF bytes (pipe(7)); a terminal gets no more than one short line's worth. */
#define SINK_CAUTIOUS_SIZE 256u

static int sink_open_anew(int fd)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

void sink_open(struct sink *sink, int fd)
{
	struct stat status;
	*sink = (struct sink){.fd = fd, .given = fd, .kind = SINK_PLAIN};
	if (fstat(fd, &status) < 0)
		return;
	sink->is_pipe = S_ISFIFO(status.st_mode);
	if (S_ISSOCK(status.st_mode))
		sink->kind = SINK_SOCKET;
	if (!sink->is_pipe && !isatty(fd))
		return;
	int own = sink_open_anew(fd);
	sink->kind = own < 0 ? SINK_CAUTIOUS : SINK_OWN;
	if (own >= 0)
		sink->fd = own;
}

static ssize_t sink_write_some(struct sink *sink, const void *bytes, size_t size)
{
	if (sink->kind == SINK_SOCKET)
		return send(sink->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sink->kind == SINK_CAUTIOUS && size > SINK_CAUTIOUS_SIZE)
		size = SINK_CAUTIOUS_SIZE;
	return write(sink->fd, bytes, size);
}

/* How many of the bytes were written; fewer than `size` means: wait for poll, or broken. */
static size_t sink_write(struct sink *sink, const uint8_t *bytes, size_t size)
{
	size_t done = 0;
	while (done < size) {
		ssize_t written = sink_write_some(sink, bytes + done, size - done);
		if (written >= 0)
			done += (size_t)written;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		else if (errno != EINTR) {
			sink_break(sink, errno);
			break;
		}
		if (sink->kind == SINK_CAUTIOUS)
			break;
	}
	sink->written += done;
	return done;
}

void sink_put(struct sink *sink, const void *bytes, size_t size)
{
	size_t done = 0;
	if (sink->broken || sink->fd < 0)
		return;
	if (!buffer_length(&sink->pending) && sink->kind != SINK_CAUTIOUS)
		done = sink_write(sink, bytes, size);
	if (!sink->broken)
		buffer_append(&sink->pending, (const uint8_t *)bytes + done, size - done);
}

void sink_flush(struct sink *sink)
{
	if (!buffer_length(&sink->pending))
		return;
	size_t done = sink_write(sink, buffer_start(&sink->pending), buffer_length(&sink->pending));
	if (!sink->broken)
		buffer_consume(&sink->pending, done);
}

size_t sink_take_written(struct sink *sink)
{
	size_t written = sink->written;
	sink->written = 0;
	return written;
}

void sink_break(struct sink *sink, int error)
{
	sink->broken = true;
	sink->error = error;
	buffer_free(&sink->pending);
}

/* The number stays taken, so that no later file can become somebody's standard output. */
void sink_close(struct sink *sink)
{
	if (sink->fd != sink->given && sink->fd >= 0)
		close(sink->fd);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null >= 0) {
		dup2(null, sink->given);
		close(null);
	} else {
		close(sink->given);
	}
	sink->fd = -1;
	buffer_free(&sink->pending);
}
