/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * shutdown(2) of one direction: the peer reads what was sent and then the end, and may go on sending; the half-closed
 * side cannot send (EPIPE). After SHUT_RD reads return the end at once. Errors of shutdown(2).
 */
#include "inet.h"

static void check_write_side(void)
{
	int ends[2];
	char bytes[16];

	inet_pair(ends);
	CHECK_EQ(send(ends[0], "last", 4, 0), 4);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0);
	CHECK_EQ(shutdown(ends[0], SHUT_WR), 0); /* once more does no harm */
	CHECK_ERRNO(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), MSG_WAITALL), 4);
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), 0), 0);
	CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), 0), 0);
	for (int i = 0; i < 10; i++) {
		CHECK_EQ(send(ends[1], "answer", 6, 0), 6);
		CHECK_EQ(recv(ends[0], bytes, 6, MSG_WAITALL), 6);
	}
	CHECK_EQ(inet_poll(ends[0], POLLIN | POLLOUT | POLLRDHUP, 0), POLLOUT);
	CHECK_EQ(inet_poll(ends[1], POLLIN | POLLOUT | POLLRDHUP, 0), POLLIN | POLLOUT | POLLRDHUP);
	CHECK_EQ(close(ends[1]), 0);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), 0), 0);
	CHECK_EQ(inet_poll(ends[0], POLLIN | POLLOUT | POLLRDHUP, 0), POLLIN | POLLOUT | POLLRDHUP | POLLHUP);
	CHECK_EQ(close(ends[0]), 0);
}

static void check_read_side(void)
{
	int ends[2];
	char byte;

	inet_pair(ends);
	CHECK_EQ(shutdown(ends[0], SHUT_RD), 0);
	CHECK_EQ(recv(ends[0], &byte, 1, 0), 0);
	CHECK_EQ(inet_poll(ends[0], POLLIN | POLLRDHUP, 0), POLLIN | POLLRDHUP);
	CHECK_EQ(send(ends[0], "x", 1, 0), 1);
	CHECK_EQ(recv(ends[1], &byte, 1, 0), 1);
	CHECK_EQ(send(ends[1], "y", 1, 0), 1); /* Linux takes it, and tells nobody */
	inet_close_pair(ends);
}

static void check_errors(void)
{
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0)), ends[2];

	CHECK_ERRNO(shutdown(fd, SHUT_WR), ENOTCONN);
	CHECK_ERRNO(shutdown(fd, 3), EINVAL);
	CHECK_ERRNO(shutdown(fd, -1), EINVAL);
	CHECK_ERRNO(shutdown(-1, SHUT_WR), EBADF);
	CHECK_EQ(close(fd), 0);
	inet_pair(ends);
	CHECK_EQ(shutdown(ends[0], SHUT_RDWR), 0);
	CHECK_EQ(shutdown(ends[1], SHUT_RDWR), 0);
	CHECK_EQ(inet_poll(ends[1], POLLIN, 1000) & POLLHUP, POLLHUP);
	CHECK_EQ(inet_poll(ends[0], POLLIN, 1000) & POLLHUP, POLLHUP);
	inet_close_pair(ends);
}

int main(void)
{
	check_write_side();
	check_read_side();
	check_errors();
	return 0;
}
