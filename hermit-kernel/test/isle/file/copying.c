/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sendfile and copy_file_range: whole and partial copies, with and without offsets, into files and pipes, end of file.
 * @folders tmp root share
 */
#include <sys/sendfile.h>
#include "test.h"

#define SIZE 200000

static char bytes[SIZE], back[SIZE];

static void check_same(const char *path, size_t from, size_t length)
{
	int fd = OK(open(path, O_RDONLY));

	CHECK_EQ(read(fd, back, SIZE), length);
	CHECK_EQ(memcmp(back, bytes + from, length), 0);
	close(fd);
}

static void check_sendfile(int in)
{
	int out = OK(open("sent", O_RDWR | O_CREAT | O_TRUNC, 0600)), ends[2];
	off_t offset = 1000;
	size_t total = 0;
	ssize_t n;

	while ((n = OK(sendfile(out, in, &offset, SIZE))) > 0)
		total += (size_t)n;
	CHECK_EQ(total, SIZE - 1000);
	CHECK_EQ(offset, SIZE);
	CHECK_EQ(lseek(in, 0, SEEK_CUR), 0);
	check_same("sent", 1000, SIZE - 1000);
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(sendfile(ends[1], in, NULL, 5000), 5000);
	CHECK_EQ(lseek(in, 0, SEEK_CUR), 5000);
	CHECK_EQ(read(ends[0], back, SIZE), 5000);
	CHECK_EQ(memcmp(back, bytes, 5000), 0);
	CHECK_ERRNO(sendfile(in, in, NULL, 1), EBADF); /* not open for writing */
	CHECK_ERRNO(sendfile(out, ends[1], NULL, 1), EBADF);
	CHECK_EQ(lseek(in, 0, SEEK_SET), 0);
	close(out);
}

static void check_copy_file_range(int in)
{
	int out = OK(open("copied", O_RDWR | O_CREAT | O_TRUNC, 0600));
	off_t from = 0, to = 0;
	ssize_t n = copy_file_range(in, &from, out, &to, SIZE, 0);

	if (n == -1 && (errno == ENOSYS || errno == EOPNOTSUPP || errno == EXDEV))
		return; /* callers fall back, glibc and Java do */
	while (to < SIZE)
		OK(n = copy_file_range(in, &from, out, &to, SIZE, 0));
	CHECK_EQ(from, SIZE);
	check_same("copied", 0, SIZE);
	CHECK_EQ(copy_file_range(in, &from, out, &to, SIZE, 0), 0);
	CHECK_ERRNO(copy_file_range(in, NULL, out, NULL, 1, 1), EINVAL);
	CHECK_ERRNO(copy_file_range(out, NULL, in, NULL, 1, 0), EBADF);
	close(out);
}

int main(int argc, char **argv)
{
	uint64_t random = 5;
	int in, i;

	test_enter_folder(argc, argv);
	for (i = 0; i < SIZE; i++)
		bytes[i] = (char)test_random(&random);
	test_write_file("source", bytes, SIZE);
	in = OK(open("source", O_RDONLY));
	check_sendfile(in);
	check_copy_file_range(in);
	return 0;
}
