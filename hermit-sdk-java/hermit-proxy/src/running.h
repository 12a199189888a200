/* SPDX-License-Identifier: BSD-3-Clause */
/* The running isles of this user, asked over their control sockets (control.h). */
#ifndef PROXY_RUNNING_H
#define PROXY_RUNNING_H

#include <stddef.h>
#include <sys/types.h>

struct running {
	pid_t pid;
	char *status; /* key=value lines; NULL: it does not answer, because it is stopped or hangs */
};

/** All of them by ascending process number, as a new array. Ends the program where the folder cannot be used. */
struct running *running_list(size_t *count);

/** The isle of that process number or program name; ends the program with status 2 where it is not exactly one. */
pid_t running_find(const char *isle);

/** Value of a key in the status, as a new string; "" where there is none. */
char *running_value(const struct running *isle, const char *key);

/** Sends a request; the descriptor to read the answer from. Ends the program where the isle does not answer. */
int running_ask(pid_t pid, const char *request);

/** The whole answer, as a new string; NULL: none within the limit of time and size. */
char *running_read_answer(int fd);

#endif
