/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A thousand files open at the same time, each with its own contents and offset.
 * @folders tmp root share
 * @timeout 60
 */
#include <sys/resource.h>
#include "test.h"

int main(int argc, char **argv)
{
	int fds[1000], i, count = 1000;
	struct rlimit limit;
	char name[32], text[32];

	test_enter_folder(argc, argv);
	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max < 2000 ? limit.rlim_max : 2000;
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_cur < 1100)
		count = (int)limit.rlim_cur - 100;
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "open%d", i);
		fds[i] = OK(open(name, O_RDWR | O_CREAT | O_EXCL, 0600));
		CHECK_EQ(write(fds[i], name, strlen(name)), strlen(name));
	}
	for (i = count - 1; i >= 0; i--) {
		snprintf(name, sizeof(name), "open%d", i);
		CHECK_EQ(lseek(fds[i], 0, SEEK_CUR), strlen(name));
		memset(text, 0, sizeof(text));
		CHECK_EQ(pread(fds[i], text, sizeof(text), 0), strlen(name));
		CHECK_STR(text, name);
		CHECK_EQ(unlink(name), 0);
	}
	for (i = 0; i < count; i++)
		CHECK_EQ(close(fds[i]), 0);
	return 0;
}
