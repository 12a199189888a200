/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * O_TMPFILE: a file without a name that goes with its descriptor, or gets a name by linkat; where it is not supported,
 * EOPNOTSUPP (or EISDIR, as old kernels say).
 * @folders tmp root
 */
#include "test.h"

int main(int argc, char **argv)
{
	char path[64], bytes[8];
	struct stat status;
	int fd;

	test_enter_folder(argc, argv);
	fd = open(".", O_TMPFILE | O_RDWR, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		SKIP("no O_TMPFILE here");
	CHECK_OP(fd, >=, 0);
	CHECK_EQ(write(fd, "secret", 6), 6);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK_EQ(status.st_nlink, 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_EQ(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW), 0);
	close(fd);
	fd = OK(open("named", O_RDONLY));
	CHECK_EQ(read(fd, bytes, 8), 6);
	return 0;
}
