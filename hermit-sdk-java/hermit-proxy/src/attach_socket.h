/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The two files by which a JDK's tools (jcmd, jstack, jmap …) ask a JVM to listen, and find it then: .attach_pid<pid>
 * in its working folder or in /tmp, and the socket /tmp/.java_pid<pid>, of the same user and closed to others.
 */
#ifndef PROXY_ATTACH_SOCKET_H
#define PROXY_ATTACH_SOCKET_H

#include <stdbool.h>
#include <sys/types.h>

/** Whether a tool of this user, or of root, asks this process. */
bool attach_socket_is_asked(void);

/** The socket of this process, listening; a descriptor or a negative errno. */
int attach_socket_listen(void);
/** Whether the name still leads to the socket. */
bool attach_socket_is_there(void);
void attach_socket_unlisten(void);

/** The same path for the process of the isle, which has the same number. */
void attach_socket_path(char *path, size_t size);

/** Removes the socket of a process that is dead. */
void attach_socket_remove_leftover(pid_t pid);

#endif
