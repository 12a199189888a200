/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * readv, writev, preadv, pwritev and the versions with flags: order, partial transfers, empty parts, too many parts.
 * @folders tmp root share
 */
#include <sys/uio.h>
#include "test.h"

int main(int argc, char **argv)
{
	char a[4], b[5], c[100];
	struct iovec out[] = {{(void *)"one", 3}, {NULL, 0}, {(void *)"two", 3}, {(void *)"three", 5}};
	struct iovec in[] = {{a, 4}, {b, 5}, {c, 100}}, many[1025] = {{NULL, 0}};
	int fd;

	test_enter_folder(argc, argv);
	fd = OK(open("vectored", O_RDWR | O_CREAT | O_TRUNC, 0600));
	CHECK_EQ(writev(fd, out, 4), 11);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	CHECK_EQ(readv(fd, in, 3), 11);
	CHECK_EQ(memcmp(a, "onet", 4) | memcmp(b, "wothr", 5) | memcmp(c, "ee", 2), 0);
	CHECK_EQ(readv(fd, in, 3), 0);
	CHECK_EQ(pwritev(fd, out + 2, 2, 1), 8);
	CHECK_EQ(preadv(fd, in, 2, 0), 9);
	CHECK_EQ(memcmp(a, "otwo", 4) | memcmp(b, "three", 5), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 11);
	CHECK_EQ(preadv2(fd, in, 1, -1, 0), 0); /* -1: the file's own offset */
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	CHECK_EQ(preadv2(fd, in, 1, -1, 0), 4);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 4);
	CHECK_EQ(writev(fd, NULL, 0), 0);
	CHECK_EQ(writev(fd, many, 1024), 0);
	CHECK_ERRNO(writev(fd, many, 1025), EINVAL);
	CHECK_ERRNO(syscall(SYS_writev, fd, many, -1L), EINVAL);
	CHECK_ERRNO(syscall(SYS_readv, fd, (struct iovec[]){{a, (size_t)-1}}, 1), EINVAL);
	CHECK_ERRNO(preadv(fd, in, 1, -2), EINVAL);
	return 0;
}
