/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * stdout and stderr are separate streams, what stat says they are, not terminals here, and unbuffered bytes survive
 * _exit.
 * @stdout [ "$(cat)" = "to stdout" ]
 * @after grep -qx 'to stderr' ../../log/start-streams@-/stderr
 */
#include "test.h"

int main(void)
{
	struct stat status;
	int fd;

	for (fd = 0; fd < 3; fd++) {
		CHECK_EQ(fstat(fd, &status), 0);
		CHECK(S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode) ||
			S_ISSOCK(status.st_mode));
		CHECK_EQ(isatty(fd), 0);
	}
	CHECK_EQ(write(2, "to ", 3), 3);
	CHECK_EQ(write(1, "to ", 3), 3);
	CHECK_EQ(write(2, "stderr\n", 7), 7);
	CHECK_EQ(write(1, "stdout\n", 7), 7);
	_exit(0);
}
