/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that send and receive on sockets, with what travels beside the bytes: cmsg(3), unix(7). */
#include <asm/socket.h>
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/socket.h"
#include "sched/process.h"
#include "syscall/syscall.h"
#include "syscall/user_socket.h"
#include "syscall/user_time.h"
#include "time/clock.h"

#define VECTORS_FEW  8u
#define VECTORS_MAX  1024u /* IOV_MAX */
#define TRANSFER_MAX 0x7ffff000ULL
#define CONTROL_MAX  4096u
#define MESSAGES_MAX 1024u

/** struct msghdr of the system calls. */
struct user_message {
	uint64_t name;
	int32_t name_length;
	uint32_t pad;
	uint64_t vectors;
	uint64_t vector_count;
	uint64_t control;
	uint64_t control_length;
	uint32_t flags;
	uint32_t pad2;
};
_Static_assert(sizeof(struct user_message) == 56, "struct msghdr");

struct control_header {
	uint64_t length; /* this header included */
	int32_t level, type;
};

struct user_multi_message { /* struct mmsghdr */
	struct user_message message;
	uint32_t length;
	uint32_t pad;
};

/* Buffers */

struct vectors {
	struct iovec few[VECTORS_FEW];
	struct iovec *list;
};

static int vectors_load(struct vectors *vectors, const struct user_message *user, struct socket_buffers *buffers)
{
	unsigned count = (unsigned)user->vector_count;
	vectors->list = NULL;
	if (user->vector_count > VECTORS_MAX)
		return -EMSGSIZE;
	vectors->list = count > VECTORS_FEW ? heap_alloc(count * sizeof(struct iovec)) : vectors->few;
	if (!vectors->list)
		return -ENOMEM;
	int error = user_copy_from(vectors->list, user->vectors, count * sizeof(struct iovec));
	*buffers = (struct socket_buffers){.vectors = vectors->list, .count = count};
	for (unsigned i = 0; !error && i < count; i++) {
		struct iovec *vector = &vectors->list[i];
		if ((int64_t)vector->iov_len < 0)
			error = -EINVAL;
		else
			error = user_check_range((uint64_t)vector->iov_base, vector->iov_len);
		vector->iov_len = min((uint64_t)vector->iov_len, TRANSFER_MAX - buffers->left);
		buffers->left += vector->iov_len;
	}
	return error;
}

static void vectors_free(struct vectors *vectors)
{
	if (vectors->list != vectors->few)
		heap_free(vectors->list);
}

/* Sending files and credentials */

static void files_put(struct socket_message *message)
{
	for (unsigned i = 0; i < message->file_count; i++)
		file_put(message->files[i]);
	heap_free(message->files);
	message->files = NULL;
	message->file_count = 0;
}

static int take_rights(struct socket_message *message, const uint8_t *data, size_t size)
{
	unsigned count = (unsigned)(size / sizeof(int));
	if (message->files)
		return -EINVAL;
	if (count > SCM_FILES_MAX)
		return -EINVAL;
	if (!count)
		return 0;
	message->files = heap_alloc(count * sizeof(*message->files));
	if (!message->files)
		return -ENOMEM;
	for (unsigned i = 0; i < count; i++) {
		int fd;
		memcpy(&fd, data + i * sizeof(fd), sizeof(fd));
		message->files[i] = fd_get(fd);
		if (!message->files[i])
			return -EBADF; /* those before are put by the caller */
		message->file_count++;
	}
	return 0;
}

/** Only the truth may be told. */
static int take_credentials(const uint8_t *data, size_t size)
{
	struct ucred credentials;
	if (size != sizeof(credentials))
		return -EINVAL;
	memcpy(&credentials, data, sizeof(credentials));
	bool ours = credentials.pid == process.pid && credentials.uid == process.uid && credentials.gid == process.gid;
	return ours ? 0 : -EPERM;
}

static int control_parse(struct socket_message *message, const uint8_t *control, size_t size)
{
	size_t at = 0;
	while (size - at >= sizeof(struct control_header)) {
		struct control_header header;
		memcpy(&header, control + at, sizeof(header));
		if (header.length < sizeof(header) || header.length > size - at)
			return -EINVAL;
		const uint8_t *data = control + at + sizeof(header);
		size_t data_size = header.length - sizeof(header);
		int error = -EINVAL;
		if (header.level == SOL_SOCKET && header.type == SCM_RIGHTS)
			error = take_rights(message, data, data_size);
		else if (header.level == SOL_SOCKET && header.type == SCM_CREDENTIALS)
			error = take_credentials(data, data_size);
		if (error)
			return error;
		at = min(at + align_up(header.length, 8), size);
	}
	return 0;
}

static int control_load(struct socket_message *message, const struct user_message *user)
{
	if (!user->control_length)
		return 0;
	if (user->control_length > CONTROL_MAX)
		return -ENOBUFS;
	uint8_t *control = heap_alloc(user->control_length);
	if (!control)
		return -ENOMEM;
	int error = user_copy_from(control, user->control, user->control_length);
	if (!error)
		error = control_parse(message, control, user->control_length);
	heap_free(control);
	return error;
}

static ssize64_t send_one(struct file *file, const struct user_message *user, unsigned flags)
{
	struct vectors vectors;
	struct socket_message message = {.flags = flags};
	ssize64_t result = vectors_load(&vectors, user, &message.data);
	if (!vectors.list)
		return result;
	if (!result && user->name)
		result = user_get_address(&message.address, user->name, (uint32_t)user->name_length);
	if (!result)
		result = control_load(&message, user);
	if (!result)
		result = socket_send(file, &message);
	files_put(&message);
	vectors_free(&vectors);
	return result;
}

/** sendmsg(fd, message, flags) */
long sys_sendmsg(const uint64_t *args)
{
	struct user_message user;
	if (user_get(&user, args[1]))
		return -EFAULT;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	ssize64_t sent = send_one(file, &user, (unsigned)args[2]);
	file_put(file);
	return sent;
}

/** sendto(fd, bytes, size, flags, address, length) */
long sys_sendto(const uint64_t *args)
{
	struct iovec vector = {.iov_base = (void *)args[1], .iov_len = min(args[2], TRANSFER_MAX)};
	struct socket_message message = {
		.data = {&vector, 1, 0, vector.iov_len},
		.flags = (unsigned)args[3],
	};
	ssize64_t result = user_check_range(args[1], vector.iov_len);
	if (!result && args[4])
		result = user_get_address(&message.address, args[4], (uint32_t)args[5]);
	if (result)
		return result;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	result = socket_send(file, &message);
	file_put(file);
	return result;
}

/* Receiving */

/** Room for control messages in program memory. */
struct control_room {
	uint64_t at, left, used;
	bool truncated;
};

/** The head of a control message; false: there is no room even for that. */
static bool control_put(struct control_room *room, int type, const void *data, size_t size)
{
	struct control_header header = {.length = sizeof(header) + size, .level = SOL_SOCKET, .type = type};
	if (room->left < header.length) {
		room->truncated = true;
		return false;
	}
	if (user_put(room->at, &header) || user_copy_to(room->at + sizeof(header), data, size))
		return false;
	uint64_t step = min(align_up(header.length, 8), room->left);
	room->at += step;
	room->left -= step;
	room->used += step;
	return true;
}

/** Descriptors for the files that came, as many as there is room for; the others are closed, as Linux does. */
static void control_put_files(struct control_room *room, struct socket_message *message, bool close_on_exec)
{
	int fds[SCM_FILES_MAX];
	unsigned count = 0, fitting = 0;
	if (room->left >= sizeof(struct control_header))
		fitting = (unsigned)min(
			(room->left - sizeof(struct control_header)) / sizeof(int), (uint64_t)message->file_count);
	for (; count < fitting; count++) {
		fds[count] = fd_install(message->files[count], 0, close_on_exec);
		if (fds[count] < 0)
			break;
		file_get(message->files[count]); /* the table has taken the message's reference */
	}
	if (count < message->file_count)
		room->truncated = true;
	if (count && !control_put(room, SCM_RIGHTS, fds, count * sizeof(int)))
		for (unsigned i = 0; i < count; i++)
			fd_close(fds[i]);
	files_put(message);
}

static ssize64_t receive_results(
	struct file *file, struct user_message *user, struct socket_message *message, ssize64_t result)
{
	struct socket *socket = file->private;
	struct control_room room = {.at = user->control, .left = user->control ? user->control_length : 0};
	bool close_on_exec = user->flags & MSG_CMSG_CLOEXEC;
	if (result >= 0 && socket->pass_credentials && message->credentials.pid)
		control_put(&room, SCM_CREDENTIALS, &message->credentials, sizeof(message->credentials));
	if (message->file_count)
		control_put_files(&room, message, close_on_exec);
	if (result < 0)
		return result;
	if (user->name) {
		unsigned length = min((unsigned)max(user->name_length, 0), message->address.length);
		if (user_copy_to(user->name, &message->address.storage, length))
			return -EFAULT;
		user->name_length = (int32_t)message->address.length;
	}
	user->control_length = room.used;
	user->flags = (message->flags & (MSG_TRUNC | MSG_EOR)) | (room.truncated ? MSG_CTRUNC : 0) |
		      (close_on_exec ? MSG_CMSG_CLOEXEC : 0);
	return result;
}

/** What the socket layer need not see. */
static unsigned receive_flags(unsigned flags)
{
	return flags & ~(MSG_CMSG_CLOEXEC | MSG_WAITFORONE | MSG_EOR);
}

static ssize64_t receive_one(struct file *file, struct user_message *user, unsigned flags)
{
	struct vectors vectors;
	struct socket_message message = {.flags = receive_flags(flags)};
	ssize64_t result = vectors_load(&vectors, user, &message.data);
	if (!vectors.list)
		return result;
	user->flags = flags;
	if (!result) {
		result = socket_receive(file, &message);
		result = receive_results(file, user, &message, result);
	}
	vectors_free(&vectors);
	return result;
}

/** recvmsg(fd, message, flags) */
long sys_recvmsg(const uint64_t *args)
{
	struct user_message user;
	if (user_get(&user, args[1]))
		return -EFAULT;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	ssize64_t got = receive_one(file, &user, (unsigned)args[2]);
	file_put(file);
	if (got >= 0 && user_put(args[1], &user))
		return -EFAULT;
	return got;
}

/** recvfrom(fd, bytes, size, flags, address, length) */
long sys_recvfrom(const uint64_t *args)
{
	struct iovec vector = {.iov_base = (void *)args[1], .iov_len = min(args[2], TRANSFER_MAX)};
	struct socket_message message = {
		.data = {&vector, 1, 0, vector.iov_len},
		.flags = receive_flags((unsigned)args[3]),
	};
	if (user_check_range(args[1], vector.iov_len))
		return -EFAULT;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	ssize64_t got = socket_receive(file, &message);
	files_put(&message);
	file_put(file);
	if (got >= 0 && args[4] && user_put_address(&message.address, args[4], args[5]))
		return -EFAULT;
	return got;
}

/* Many at once */

/** sendmmsg(fd, messages, count, flags): how many were sent */
long sys_sendmmsg(const uint64_t *args)
{
	unsigned count = (unsigned)min(args[2], (uint64_t)MESSAGES_MAX), done = 0;
	struct user_multi_message user;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	ssize64_t result = 0;
	for (; done < count && result >= 0; done++) {
		uint64_t at = args[1] + done * sizeof(user);
		result = user_get(&user, at);
		if (!result)
			result = send_one(file, &user.message, (unsigned)args[3]);
		user.length = (uint32_t)result;
		if (result >= 0 && user_put(at + offsetof(struct user_multi_message, length), &user.length))
			result = -EFAULT;
		if (result < 0)
			break;
	}
	file_put(file);
	return done ? (long)done : result;
}

/** recvmmsg(fd, messages, count, flags, timeout): how many came. The timeout is looked at between messages, as on
 * Linux. */
long sys_recvmmsg(const uint64_t *args)
{
	unsigned count = (unsigned)min(args[2], (uint64_t)MESSAGES_MAX), done = 0, flags = (unsigned)args[3];
	uint64_t deadline = WAIT_FOREVER;
	struct user_multi_message user;
	ssize64_t result = args[4] ? user_time_deadline(&deadline, args[4]) : 0;
	if (result)
		return result;
	struct file *file = user_socket((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	for (; done < count && (!done || clock_monotonic_ns() < deadline); done++) {
		uint64_t at = args[1] + done * sizeof(user);
		result = user_get(&user, at);
		if (!result)
			result = receive_one(file, &user.message, flags);
		user.length = (uint32_t)result;
		if (result >= 0 && user_put(at, &user))
			result = -EFAULT;
		if (result < 0)
			break;
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
	}
	file_put(file);
	return done ? (long)done : result;
}
