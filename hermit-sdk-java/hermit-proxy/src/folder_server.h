/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Host folders for a multi-kernel isle: one diod a folder, a 9P server that serves one connection, the stream of that
 * folder, as the user who called the proxy. It exports its own working folder and nothing else.
 *
 * It has to be killed before the isle's streams end: at the end of its connection diod 1.0.24 frees what a thread of it
 * still uses, and may crash; then it leaves nothing behind (folder_server_limits.c).
 */
#ifndef PROXY_FOLDER_SERVER_H
#define PROXY_FOLDER_SERVER_H

#include "share.h"

#include <sys/types.h>

struct folder_servers {
	const struct shares *shares;
	pid_t pids[SHARE_MAX]; /* of folder i */
	size_t count;
	int watch_fd; /* an epoll descriptor that is readable once one of them has ended */
};

/** The path of diod, as a new string; NULL: it is not installed. */
char *folder_server_find(void);

void folder_servers_open(struct folder_servers *servers, const struct shares *shares);

/** Starts the server of the next folder on a stream, which it takes over. 0 or a negative errno. */
int folder_servers_add(struct folder_servers *servers, const char *diod, int stream_fd, int messages_fd);

/** Which has ended by itself, and how, as a new string; NULL: none. */
char *folder_servers_describe(struct folder_servers *servers);

void folder_servers_kill(struct folder_servers *servers);
/** Waits for the end of all of them. */
void folder_servers_close(struct folder_servers *servers);

#endif
