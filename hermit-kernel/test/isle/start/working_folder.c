/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The program starts in the folder that its user is in, which is a host folder, with the user's umask and argv[0].
 * @before umask > mask && pwd > where && chmod 600 where
 */
#include "test.h"

int main(void)
{
	char path[1024], *text = test_read_file("where");
	struct stat here, there;

	text[strcspn(text, "\n")] = 0;
	CHECK(getcwd(path, sizeof(path)) != NULL);
	CHECK_STR(path, text);
	CHECK_EQ(stat(".", &here) | stat(text, &there), 0);
	CHECK_EQ(here.st_ino, there.st_ino);
	free(text);
	text = test_read_file("mask");
	CHECK_EQ(umask(022), strtol(text, NULL, 8));
	free(text);
	return 0;
}
