/* SPDX-License-Identifier: BSD-3-Clause */
/* Sockets and addresses in the program's terms. */
#ifndef SYSCALL_USER_SOCKET_H
#define SYSCALL_USER_SOCKET_H

#include "net/socket.h"

/** The file of a socket's descriptor, a reference, or an error pointer: -EBADF, -ENOTSOCK. */
struct file *user_socket(int fd);
/** An address of `length` bytes; 0 or -EINVAL, -EFAULT. */
int user_get_address(struct socket_address *address, uint64_t from, uint64_t length);
/** To `to`, as much as *`user_length` (an int) has room for; the whole length goes there. 0 or errno. A zero `to`:
 * nothing. */
int user_put_address(const struct socket_address *address, uint64_t to, uint64_t user_length);

#endif
