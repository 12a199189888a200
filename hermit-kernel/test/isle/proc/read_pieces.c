/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of /proc read byte by byte, by pread in the middle, and after rewinding, give the same text as read at once.
 */
#include "test.h"

static void check(const char *path)
{
	char *whole = test_read_file(path);
	size_t length = strlen(whole), i;
	int fd = OK(open(path, O_RDONLY));
	struct stat status;
	char bytes[16];

	CHECK_OP(length, >, 4);
	for (i = 0; i < length && i < 500; i++) {
		CHECK_EQ(read(fd, bytes, 1), 1);
		CHECK_EQ(bytes[0], whole[i]);
	}
	CHECK_EQ(pread(fd, bytes, 3, 1), 3);
	CHECK_EQ(memcmp(bytes, whole + 1, 3), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	CHECK_EQ(read(fd, bytes, 4), 4);
	CHECK_EQ(memcmp(bytes, whole, 4), 0);
	CHECK_EQ(pread(fd, bytes, 4, 1 << 20), 0);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK(S_ISREG(status.st_mode));
	CHECK_EQ(status.st_size, 0);
	CHECK_EQ(close(fd), 0);
	free(whole);
}

int main(void)
{
	check("/proc/version");
	check("/proc/self/limits");
	check("/proc/self/mountinfo");
	check("/proc/sys/kernel/osrelease");
	check("/proc/self/cgroup");
	return 0;
}
