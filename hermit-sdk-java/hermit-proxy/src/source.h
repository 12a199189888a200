/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Standard input, read without ever blocking the proxy and, on a terminal, only while the proxy is in the foreground:
 * a program that was started with & and does not read must not be stopped for a read that the proxy does ahead of it.
 */
#ifndef PROXY_SOURCE_H
#define PROXY_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct source {
	int fd;
	bool is_socket, is_terminal, is_pipe;
	bool drained; /* the last read found nothing: poll will tell when there is more */
	bool ended;
	uint64_t sent, consumed; /* bytes read here, and of these the ones that the isle gave credit back for */
};

void source_open(struct source *source, int fd);

/** Whether a read now can be for us: false once ended, and for a terminal whose foreground is somebody else. */
bool source_is_ours(const struct source *source);

/** Bytes read; 0 at the end (also after an error: there is nothing more to come); -EAGAIN when nothing is there. */
ssize_t source_read(struct source *source, void *bytes, size_t size);

#endif
