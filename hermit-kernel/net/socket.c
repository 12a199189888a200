/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/socket.h"

#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include "fs/pipe.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/families.h"
#include "time/clock.h"

#define SOCKET_BUFFER_DEFAULT 212992u /* as net.core.wmem_default */

static const struct socket_family *const families[] = {
	&unix_family,
	&inet_family,
	&inet6_family,
	&netlink_family,
};

static const struct socket_family *family_find(int family)
{
	for (unsigned i = 0; i < array_size(families); i++)
		if (families[i]->family == family)
			return families[i];
	return NULL;
}

void socket_init(struct socket *socket, const struct socket_ops *ops, int family, int type, int protocol)
{
	socket->ops = ops;
	socket->family = family;
	socket->type = type;
	socket->protocol = protocol;
	socket->send_size = socket->receive_size = SOCKET_BUFFER_DEFAULT;
}

int socket_create(int family, int type, int protocol, struct socket **made)
{
	const struct socket_family *found = family_find(family);
	return found ? found->create(type, protocol, made) : -EAFNOSUPPORT;
}

int socket_create_pair(int family, int type, int protocol, struct socket *made[2])
{
	const struct socket_family *found = family_find(family);
	if (family == AF_INET || family == AF_INET6) /* as on Linux, whether the isle has a network or not */
		return -EOPNOTSUPP;
	if (!found)
		return -EAFNOSUPPORT;
	return found->pair ? found->pair(type, protocol, made) : -EOPNOTSUPP;
}

/* Buffers in program memory */

typedef int (*copy_t)(struct socket_buffers *buffers, void *memory, size_t size, size_t done);

static int copy_in(struct socket_buffers *buffers, void *memory, size_t size, size_t done)
{
	return copy_fault((uint8_t *)memory + done, (uint8_t *)buffers->vectors->iov_base + buffers->offset, size);
}

static int copy_out(struct socket_buffers *buffers, void *memory, size_t size, size_t done)
{
	return copy_fault((uint8_t *)buffers->vectors->iov_base + buffers->offset, (uint8_t *)memory + done, size);
}

static int buffers_copy(struct socket_buffers *buffers, void *memory, size_t size, copy_t copy)
{
	size_t done = 0;
	while (done < size) {
		size_t part = min(size - done, (size_t)buffers->vectors->iov_len - buffers->offset);
		if (part && copy(buffers, memory, part, done))
			return -EFAULT;
		done += part;
		buffers->offset += part;
		buffers->left -= part;
		if (buffers->offset == buffers->vectors->iov_len && buffers->count > 1) {
			buffers->vectors++;
			buffers->count--;
			buffers->offset = 0;
		}
	}
	return 0;
}

int socket_buffers_take(struct socket_buffers *buffers, void *to, size_t size)
{
	return buffers_copy(buffers, to, size, copy_in);
}

int socket_buffers_give(struct socket_buffers *buffers, const void *from, size_t size)
{
	return buffers_copy(buffers, (void *)from, size, copy_out);
}

/* Sockets as files */

uint64_t socket_deadline(const struct file *file, unsigned message_flags, uint64_t timeout)
{
	if (file->flags & O_NONBLOCK || message_flags & MSG_DONTWAIT)
		return 0;
	return timeout ? clock_deadline_after(timeout) : WAIT_FOREVER;
}

/** A timeout that passed is told as -EAGAIN (socket(7)); with one, signals do not restart the call (signal(7)). */
static ssize64_t wait_result(ssize64_t result, uint64_t timeout)
{
	if (result == -ETIMEDOUT)
		return -EAGAIN;
	return result == -ERESTARTSYS && timeout ? -EINTR : result;
}

ssize64_t socket_send(struct file *file, struct socket_message *message)
{
	struct socket *socket = file->private;
	uint64_t timeout = socket->send_timeout;
	if (message->flags & MSG_OOB || !socket->ops->send)
		return -EOPNOTSUPP;
	ssize64_t sent = socket->ops->send(socket, message, socket_deadline(file, message->flags, timeout));
	if (sent == -EPIPE && !(message->flags & MSG_NOSIGNAL))
		pipe_raise_sigpipe();
	return wait_result(sent, timeout);
}

ssize64_t socket_receive(struct file *file, struct socket_message *message)
{
	struct socket *socket = file->private;
	uint64_t timeout = socket->receive_timeout;
	if (message->flags & MSG_ERRQUEUE && socket->family != AF_UNIX)
		return -EAGAIN;       /* always empty: see inet.h */
	if (message->flags & MSG_OOB) /* over IP: there is none */
		return socket->family == AF_UNIX ? -EOPNOTSUPP : -EINVAL;
	if (!socket->ops->receive)
		return -EOPNOTSUPP;
	ssize64_t got = socket->ops->receive(socket, message, socket_deadline(file, message->flags, timeout));
	return wait_result(got, timeout);
}

static void files_put(struct file **files, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		file_put(files[i]);
	heap_free(files);
}

ssize64_t socket_read_buffers(struct file *file, struct socket_buffers buffers)
{
	struct socket_message message = {.data = buffers};
	ssize64_t got = socket_receive(file, &message);
	files_put(message.files, message.file_count); /* read(2) has no place for them */
	return got;
}

static ssize64_t socket_read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct iovec vector = {.iov_base = to, .iov_len = size};
	return socket_read_buffers(file, (struct socket_buffers){&vector, 1, 0, size});
}

static ssize64_t socket_write(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct iovec vector = {.iov_base = (void *)from, .iov_len = size};
	struct socket_message message = {.data = {&vector, 1, 0, size}};
	return socket_send(file, &message);
}

static uint32_t socket_poll(struct file *file, struct poll_table *table)
{
	struct socket *socket = file->private;
	return socket->ops->poll(socket, file, table);
}

static long socket_ioctl(struct file *file, unsigned request, uint64_t argument)
{
	struct socket *socket = file->private;
	long result = socket->ops->ioctl ? socket->ops->ioctl(socket, request, argument) : -ENOTTY;
	return result == -ENOTTY ? inet_interface_ioctl(request, argument) : result; /* any socket may ask */
}

static void socket_release(struct file *file)
{
	struct socket *socket = file->private;
	socket->ops->release(socket);
}

static const struct file_ops socket_file_ops = {
	.read = socket_read,
	.write = socket_write,
	.poll = socket_poll,
	.ioctl = socket_ioctl,
	.release = socket_release,
	.mode = S_IFSOCK | 0777,
};

struct file *socket_new_file(struct socket *socket, unsigned flags)
{
	struct file *file = file_new(&socket_file_ops, O_RDWR | (flags & O_NONBLOCK), socket, "socket:");
	if (!file)
		socket->ops->release(socket);
	return file;
}

struct socket *socket_of(const struct file *file)
{
	return file->ops == &socket_file_ops ? file->private : NULL;
}
