/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SCM_RIGHTS: open descriptions travel through a socket pair, share their offset, live on after both ends closed
 * theirs.
 */
#include <sys/socket.h>
#include "test.h"

union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(3 * sizeof(int))];
};

static void send_fds(int socket, const int *fds, int count)
{
	union control control;
	struct iovec part = {(void *)"!", 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};
	struct cmsghdr *header;

	memset(&control, 0, sizeof(control));
	message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
	header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
	memcpy(CMSG_DATA(header), fds, (size_t)count * sizeof(int));
	CHECK_EQ(sendmsg(socket, &message, 0), 1);
}

static int receive_fds(int socket, int *fds, int max, int flags)
{
	union control control;
	char byte;
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};
	struct cmsghdr *header;
	int count;

	message.msg_controllen = CMSG_SPACE((size_t)max * sizeof(int));
	CHECK_EQ(recvmsg(socket, &message, flags), 1);
	CHECK_EQ(byte, '!');
	header = CMSG_FIRSTHDR(&message);
	if (!header)
		return 0;
	CHECK_EQ(header->cmsg_level, SOL_SOCKET);
	CHECK_EQ(header->cmsg_type, SCM_RIGHTS);
	count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	memcpy(fds, CMSG_DATA(header), (size_t)count * sizeof(int));
	return count;
}

int main(void)
{
	int sockets[2], ends[2], got[3], fds[2];
	char bytes[8];

	CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
	CHECK_EQ(pipe(ends), 0);
	fds[0] = OK(open("/proc/self/exe", O_RDONLY));
	fds[1] = ends[0];
	CHECK_EQ(lseek(fds[0], 1, SEEK_SET), 1);
	send_fds(sockets[0], fds, 2);
	close(fds[0]);
	close(fds[1]);
	CHECK_EQ(receive_fds(sockets[1], got, 2, MSG_CMSG_CLOEXEC), 2);
	CHECK_EQ(read(got[0], bytes, 3), 3);
	CHECK_EQ(memcmp(bytes, "ELF", 3), 0);
	CHECK_EQ(fcntl(got[0], F_GETFD), FD_CLOEXEC);
	CHECK_EQ(write(ends[1], "through", 7), 7);
	CHECK_EQ(read(got[1], bytes, 8), 7);

	/* A message that is never read gives up what it carries: the reader's end of the pipe goes. */
	send_fds(sockets[0], &got[1], 1);
	close(got[1]);
	CHECK_EQ(write(ends[1], "x", 1), 1);
	close(sockets[0]);
	close(sockets[1]);
	signal(SIGPIPE, SIG_IGN);
	while (write(ends[1], "x", 1) == 1)
		sched_yield();
	CHECK_EQ(errno, EPIPE);
	return 0;
}
