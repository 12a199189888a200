/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that make, name and connect sockets. */
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include <linux/net.h>
#include "lib/string.h"
#include "mm/user.h"
#include "net/socket.h"
#include "syscall/fd_pair.h"
#include "syscall/syscall.h"
#include "syscall/user_socket.h"

#define SOCK_FLAGS       (O_CLOEXEC | O_NONBLOCK) /* SOCK_CLOEXEC and SOCK_NONBLOCK are these bits */
#define OPTION_VALUE_MAX 256u

struct file *user_socket(int fd)
{
	struct file *file = fd_get(fd);
	if (!file)
		return error_ptr(-EBADF);
	if (socket_of(file))
		return file;
	file_put(file);
	return error_ptr(-ENOTSOCK);
}

int user_get_address(struct socket_address *address, uint64_t from, uint64_t length)
{
	if (length > sizeof(address->storage))
		return -EINVAL;
	memset(address, 0, sizeof(*address));
	address->length = (unsigned)length;
	return user_copy_from(&address->storage, from, length);
}

int user_put_address(const struct socket_address *address, uint64_t to, uint64_t user_length)
{
	int room;
	if (!to)
		return 0;
	if (user_get(&room, user_length))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	if (user_copy_to(to, &address->storage, min((unsigned)room, address->length)))
		return -EFAULT;
	return user_put(user_length, &address->length);
}

static long install(struct socket *socket, unsigned flags)
{
	struct file *file = socket_new_file(socket, flags);
	if (!file)
		return -ENOMEM;
	int fd = fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		file_put(file);
	return fd;
}

/** Type and flags of socket(2) and socketpair(2). */
static int check_type(unsigned type)
{
	return type & ~(unsigned)(SOCK_TYPE_MASK | SOCK_FLAGS) ? -EINVAL : 0;
}

/** socket(family, type, protocol) */
long sys_socket(const uint64_t *args)
{
	unsigned type = (unsigned)args[1];
	struct socket *socket;
	int error = check_type(type);
	if (!error)
		error = socket_create((int)args[0], type & SOCK_TYPE_MASK, (int)args[2], &socket);
	return error ? error : install(socket, type & SOCK_FLAGS);
}

/** socketpair(family, type, protocol, fds) */
long sys_socketpair(const uint64_t *args)
{
	unsigned type = (unsigned)args[1];
	struct socket *sockets[2];
	struct file *files[2];
	int error = check_type(type);
	if (!error)
		error = socket_create_pair((int)args[0], type & SOCK_TYPE_MASK, (int)args[2], sockets);
	if (error)
		return error;
	files[0] = socket_new_file(sockets[0], type & SOCK_FLAGS);
	files[1] = socket_new_file(sockets[1], type & SOCK_FLAGS);
	if (files[0] && files[1])
		return fd_install_pair(files, args[3], type & O_CLOEXEC);
	file_put(files[0]);
	file_put(files[1]);
	return -ENOMEM;
}

/** bind(fd, address, length) */
long sys_bind(const uint64_t *args)
{
	struct socket_address address;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	struct socket *socket = file->private;
	int error = user_get_address(&address, args[1], args[2]);
	if (!error)
		error = socket->ops->bind ? socket->ops->bind(socket, &address) : -EOPNOTSUPP;
	file_put(file);
	return error;
}

/** connect(fd, address, length) */
long sys_connect(const uint64_t *args)
{
	struct socket_address address;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	struct socket *socket = file->private;
	uint64_t timeout = socket->send_timeout;
	int error = user_get_address(&address, args[1], args[2]);
	if (!error && address.length < sizeof(address.storage.ss_family))
		error = -EINVAL;
	if (!error)
		error = socket->ops->connect ? socket->ops->connect(socket, &address, socket_deadline(file, 0, timeout))
					     : -EOPNOTSUPP;
	if (error == -ETIMEDOUT && timeout)
		error = -EINPROGRESS; /* socket(7), SO_SNDTIMEO */
	file_put(file);
	return error;
}

/** listen(fd, backlog) */
long sys_listen(const uint64_t *args)
{
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	struct socket *socket = file->private;
	int backlog = (int)args[1];
	int error = socket->ops->listen
			    ? socket->ops->listen(socket, backlog < 0 ? SOCKET_BACKLOG_MAX : (unsigned)backlog)
			    : -EOPNOTSUPP;
	file_put(file);
	return error;
}

static int accept_socket(struct file *file, struct socket **accepted)
{
	struct socket *socket = file->private;
	uint64_t timeout = socket->receive_timeout;
	if (!socket->ops->accept)
		return -EOPNOTSUPP;
	int error = socket->ops->accept(socket, accepted, socket_deadline(file, 0, timeout));
	if (error == -ERESTARTSYS && timeout)
		return -EINTR;
	return error == -ETIMEDOUT ? -EAGAIN : error;
}

static long do_accept(const uint64_t *args, unsigned flags)
{
	struct socket_address address = {.length = 0};
	struct socket *accepted;
	if (flags & ~(unsigned)SOCK_FLAGS)
		return -EINVAL;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	int error = accept_socket(file, &accepted);
	file_put(file);
	if (error)
		return error;
	accepted->ops->get_name(accepted, true, &address); /* the peer may be gone already: then it has no name */
	error = user_put_address(&address, args[1], args[2]);
	if (!error)
		return install(accepted, flags);
	accepted->ops->release(accepted);
	return error;
}

/** accept(fd, address, length) */
long sys_accept(const uint64_t *args)
{
	return do_accept(args, 0);
}

/** accept4(fd, address, length, flags) */
long sys_accept4(const uint64_t *args)
{
	return do_accept(args, (unsigned)args[3]);
}

static long get_name(const uint64_t *args, bool peer)
{
	struct socket_address address;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	struct socket *socket = file->private;
	int error = socket->ops->get_name(socket, peer, &address);
	if (!error)
		error = args[1] ? user_put_address(&address, args[1], args[2]) : -EFAULT;
	file_put(file);
	return error;
}

/** getsockname(fd, address, length) */
long sys_getsockname(const uint64_t *args)
{
	return get_name(args, false);
}

/** getpeername(fd, address, length) */
long sys_getpeername(const uint64_t *args)
{
	return get_name(args, true);
}

/** shutdown(fd, how) */
long sys_shutdown(const uint64_t *args)
{
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	struct socket *socket = file->private;
	int error = -EINVAL;
	if ((int)args[1] >= SHUT_RD && (int)args[1] <= SHUT_RDWR)
		error = socket->ops->shutdown ? socket->ops->shutdown(socket, (int)args[1]) : -EOPNOTSUPP;
	file_put(file);
	return error;
}

/** getsockopt(fd, level, name, value, length) */
long sys_getsockopt(const uint64_t *args)
{
	uint8_t value[OPTION_VALUE_MAX];
	int room;
	if (user_get(&room, args[4]))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	unsigned size = min((unsigned)room, OPTION_VALUE_MAX);
	int error = socket_get_option(file->private, (int)args[1], (int)args[2], value, &size);
	file_put(file);
	if (!error && (user_copy_to(args[3], value, size) || user_put(args[4], &size)))
		error = -EFAULT;
	return error;
}

/** setsockopt(fd, level, name, value, length) */
long sys_setsockopt(const uint64_t *args)
{
	uint8_t value[OPTION_VALUE_MAX];
	int size = (int)args[4];
	if (size < 0 || (unsigned)size > sizeof(value))
		return -EINVAL;
	if (user_copy_from(value, args[3], (size_t)size))
		return -EFAULT;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	int error = socket_set_option(file->private, (int)args[1], (int)args[2], value, (unsigned)size);
	file_put(file);
	return error;
}
