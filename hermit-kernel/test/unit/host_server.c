/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "test/unit/host_server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX  32
#define SOCKET_MAX 64

static pid_t servers[SOCKET_MAX];

static _Noreturn void become_server(const char *folder, const char *const *words, int end)
{
	static char text[WORDS_MAX][256];
	char *argv[WORDS_MAX] = {NULL};
	for (int i = 0; words[i] && i < WORDS_MAX - 1; i++) {
		const char *place = strstr(words[i], "%d");
		if (place)
			snprintf(text[i], sizeof(text[i]), "%.*s%d%s", (int)(place - words[i]), words[i], end,
				place + 2);
		else
			snprintf(text[i], sizeof(text[i]), "%s", words[i]);
		argv[i] = text[i];
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (chdir(folder) == 0)
		execv(argv[0], argv);
	_exit(127);
}

int host_server_start(const char *folder, const char *const *words)
{
	int pair[2];
	if (access(words[0], X_OK) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0 || pair[0] >= SOCKET_MAX)
		abort();
	servers[pair[0]] = fork();
	if (servers[pair[0]] == 0) {
		close(pair[0]);
		become_server(folder, words, pair[1]);
	}
	close(pair[1]);
	return pair[0];
}

void host_server_stop(int socket)
{
	kill(servers[socket], SIGKILL);
	waitpid(servers[socket], NULL, 0);
	close(socket);
}

void host_server_send(int socket, const void *bytes, size_t size)
{
	for (const char *p = bytes; size;) {
		ssize_t sent = send(socket, p, size, MSG_NOSIGNAL);
		if (sent <= 0) {
			perror("the server is gone");
			abort();
		}
		p += sent;
		size -= (size_t)sent;
	}
}

void host_server_receive(int socket, void *bytes, size_t size)
{
	for (char *p = bytes; size;) {
		ssize_t got = recv(socket, p, size, 0);
		if (got <= 0) {
			fprintf(stderr, "the server is gone\n");
			abort();
		}
		p += got;
		size -= (size_t)got;
	}
}
