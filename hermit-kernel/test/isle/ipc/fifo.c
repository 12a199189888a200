/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Named pipes: opening waits for the other side, non-blocking opens say ENXIO or succeed at once, bytes and end of
 * file.
 * @folders tmp root
 * @cores 2
 */
#include <poll.h>
#include "test.h"

static void *writer(void *argument TEST_UNUSED)
{
	int fd = OK(open("fifo", O_WRONLY));

	CHECK_EQ(write(fd, "through the fifo", 16), 16);
	close(fd);
	return NULL;
}

int main(int argc, char **argv)
{
	char bytes[64];
	struct stat status;
	pthread_t thread;
	int fd, out;

	test_enter_folder(argc, argv);
	CHECK_EQ(mkfifo("fifo", 0600), 0);
	CHECK_ERRNO(mkfifo("fifo", 0600), EEXIST);
	CHECK_EQ(stat("fifo", &status), 0);
	CHECK(S_ISFIFO(status.st_mode));
	CHECK_ERRNO(open("fifo", O_WRONLY | O_NONBLOCK), ENXIO);
	thread = test_thread(writer, NULL);
	fd = OK(open("fifo", O_RDONLY));
	CHECK_EQ(read(fd, bytes, 64), 16);
	test_join(thread);
	CHECK_EQ(read(fd, bytes, 64), 0);
	close(fd);
	fd = OK(open("fifo", O_RDONLY | O_NONBLOCK));
	out = OK(open("fifo", O_WRONLY | O_NONBLOCK));
	CHECK_ERRNO(read(fd, bytes, 64), EAGAIN);
	CHECK_EQ(write(out, "x", 1), 1);
	CHECK_EQ(read(fd, bytes, 64), 1);
	return 0;
}
