/* SPDX-License-Identifier: BSD-3-Clause */
/* A server of the host at the other end of a socket, for tests that speak with a real one. */
#ifndef TEST_HOST_SERVER_H
#define TEST_HOST_SERVER_H

#include <stddef.h>

/**
 * Start `words` (the first is the program, a NULL ends them) in a folder, "%d" in a word replaced by the number of its
 * end of the socket. Ours; -1: there is no such program. The server is killed when the test ends.
 */
int host_server_start(const char *folder, const char *const *words);
/** Kills it, and closes the socket. */
void host_server_stop(int socket);

/** Whole: a server that goes away ends the test. */
void host_server_send(int socket, const void *bytes, size_t size);
void host_server_receive(int socket, void *bytes, size_t size);

#endif
