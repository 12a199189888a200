/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From a file to a TCP socket and back: sendfile(2) with and without an offset, beyond the end, on a connection that is
 * full and does not wait, and to one that is gone.
 * @folders tmp root share
 */
#include <sys/sendfile.h>
#include "inet.h"

#define SIZE (3 << 20)

static int file;

static void make_file(void)
{
	static uint8_t bytes[SIZE];

	inet_fill(bytes, SIZE, 0, 5);
	test_write_file("source", bytes, SIZE);
	file = OK(open("source", O_RDONLY));
}

static void *receive(void *end)
{
	inet_receive_stream(*(int *)end, SIZE, 5);
	return NULL;
}

static void check_whole(bool with_offset)
{
	off_t offset = 0;
	size_t done = 0;
	int ends[2];

	inet_pair(ends);
	pthread_t reader = test_thread(receive, &ends[1]);
	CHECK_EQ(lseek(file, 0, SEEK_SET), 0);
	while (done < SIZE) {
		ssize_t sent = OK(sendfile(ends[0], file, with_offset ? &offset : NULL, SIZE - done));
		CHECK_OP(sent, >, 0);
		done += (size_t)sent;
		CHECK_EQ(with_offset ? offset : lseek(file, 0, SEEK_CUR), done);
	}
	CHECK_EQ(sendfile(ends[0], file, with_offset ? &offset : NULL, 100), 0);
	test_join(reader);
	inet_close_pair(ends);
}

static void check_full(void)
{
	off_t offset = 0;
	int ends[2];

	inet_pair(ends);
	inet_fill_up(ends[0]);
	inet_nonblocking(ends[0]);
	CHECK_ERRNO(sendfile(ends[0], file, &offset, SIZE), EAGAIN);
	CHECK_EQ(offset, 0);
	CHECK_EQ(close(ends[1]), 0); /* with unread bytes: a reset */
	CHECK_EQ(inet_poll(ends[0], POLLERR, 5000) & POLLERR, POLLERR);
	CHECK_ERRNO(sendfile(ends[0], file, &offset, SIZE), ECONNRESET);
	CHECK_ERRNO(sendfile(ends[0], file, &offset, SIZE), EPIPE);
	CHECK_EQ(offset, 0);
	CHECK_EQ(close(ends[0]), 0);
}

/* A file that is written from a socket, and a file mapped as what is sent. */
static void check_back(void)
{
	static uint8_t bytes[65536];
	int ends[2], copy = OK(open("copy", O_RDWR | O_CREAT | O_TRUNC, 0644));
	ssize_t got;

	inet_pair(ends);
	for (int i = 0; i < 10; i++) {
		CHECK_EQ(pread(file, bytes, sizeof(bytes), i * (off_t)sizeof(bytes)), sizeof(bytes));
		CHECK_EQ(send(ends[0], bytes, sizeof(bytes), 0), sizeof(bytes));
		CHECK_EQ(recv(ends[1], bytes, sizeof(bytes), MSG_WAITALL), sizeof(bytes));
		CHECK_EQ(write(copy, bytes, sizeof(bytes)), sizeof(bytes));
	}
	for (int i = 0; i < 10; i++) {
		got = pread(copy, bytes, sizeof(bytes), i * (off_t)sizeof(bytes));
		CHECK_EQ(got, sizeof(bytes));
		inet_check(bytes, sizeof(bytes), (uint64_t)i * sizeof(bytes), 5);
	}
	CHECK_ERRNO(lseek(ends[0], 0, SEEK_CUR), ESPIPE);
	CHECK_ERRNO(pread(ends[0], bytes, 1, 0), ESPIPE);
	inet_close_pair(ends);
	CHECK_EQ(close(copy), 0);
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	test_enter_folder(argc, argv);
	make_file();
	check_whole(false);
	check_whole(true);
	check_full();
	check_back();
	return 0;
}
