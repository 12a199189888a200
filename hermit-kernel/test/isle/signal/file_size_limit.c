/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A file that grows past RLIMIT_FSIZE raises SIGXFSZ in the writer and fails with EFBIG; up to the limit bytes are
 * written.
 * @folders tmp root
 */
#include <sys/resource.h>
#include "test.h"

static volatile int handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

int main(int argc, char **argv)
{
	struct rlimit limit = {8192, 8192};
	static char bytes[16384];
	int fd;

	test_enter_folder(argc, argv);
	test_handle(SIGXFSZ, handler, 0);
	CHECK_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
	fd = OK(open("limited", O_WRONLY | O_CREAT, 0600));
	CHECK_EQ(write(fd, bytes, sizeof(bytes)), 8192);
	CHECK_EQ(handled, 0);
	CHECK_ERRNO(write(fd, bytes, 1), EFBIG);
	CHECK_EQ(handled, 1);
	CHECK_ERRNO(ftruncate(fd, 8193), EFBIG);
	CHECK_EQ(handled, 2);
	CHECK_EQ(ftruncate(fd, 8192), 0);
	return 0;
}
