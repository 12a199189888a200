/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets that the program binds in a host folder (AF_UNIX). They are the isle's own: nobody on the host could connect
 * to one, so no name appears there, none is left behind, and two isles that share a folder may use the same name. Here
 * a name of this kind hides a file of the host that has the same one.
 *
 * Callers hold the directory's lock.
 */
#ifndef FS_NINEP_SOCKET_H
#define FS_NINEP_SOCKET_H

#include "fs/ninep_node.h"

/** A reference to the socket of that name; NULL: there is none. */
struct inode *ninep_socket_find(struct inode *dir, const char *name, size_t length);
int ninep_socket_make(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made);
/** False: there was none. */
bool ninep_socket_remove(struct inode *dir, const char *name, size_t length);
/** Gives it another name; a socket that has it goes. 0, -ENOENT: there is none, -ENOMEM. */
int ninep_socket_rename(
	struct inode *from, const char *name, size_t length, struct inode *to, const char *new_name, size_t new_length);
bool ninep_socket_is(const struct inode *inode);
/** Whether a directory has any. */
bool ninep_socket_any(struct inode *dir);
/** Emit those of a directory, from the position that the last one told. */
void ninep_socket_read_directory(struct inode *dir, uint64_t position, struct directory_sink *sink);
/** Positions of a directory from here on are those of sockets; a server's are below. */
#define NINEP_SOCKET_POSITION (1ULL << 62)

#endif
