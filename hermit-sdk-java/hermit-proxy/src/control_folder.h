/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the running isles of a user are found: a folder of the user alone, $XDG_RUNTIME_DIR/hermit or
 * /tmp/hermit-<uid>, with a socket for each proxy, named by its process number. A name is there only while somebody
 * listens, so a socket that refuses is what a proxy left that was killed.
 */
#ifndef PROXY_CONTROL_FOLDER_H
#define PROXY_CONTROL_FOLDER_H

#include <stddef.h>
#include <sys/types.h>

/** The folder's path, as a new string. */
char *control_folder_path(void);

/**
 * Opens it, made where it is missing. A descriptor, or a negative errno: -EPERM where it is a link, another user's, or
 * open to others.
 */
int control_folder_open(void);

/** The socket of this proxy, listening; a descriptor or a negative errno. */
int control_folder_listen(int folder);
void control_folder_unlisten(int folder);

/** Connects to a proxy's socket; a descriptor or a negative errno. A left-over is removed: -ESRCH. */
int control_folder_connect(int folder, pid_t pid);

/** Process numbers of all sockets, ascending, as a new array. */
pid_t *control_folder_list(int folder, size_t *count);

/** Removes what belongs to no process any more. */
void control_folder_sweep(int folder);

#endif
