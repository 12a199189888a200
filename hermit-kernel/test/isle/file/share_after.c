/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a program writes into a host folder is on the host when the program has ended: files, folders, links, renames,
 * removals, sizes.
 * @before mkdir given
 * @before echo from-the-host > given/text
 * @before echo old > removed
 * @before ln -s given/text link
 * @before chmod 640 given/text
 * @after [ "$(cat out/file)" = "from the isle" ]
 * @after [ ! -e removed ]
 * @after [ "$(readlink out/link)" = file ]
 * @after [ "$(stat -c %s out/sparse)" = 1000000 ]
 * @after [ "$(cat given/text)" = changed ]
 * @stdout grep -q '^from-the-host$'
 */
#include "test.h"

int main(void)
{
	struct stat status;
	char *text = test_read_file("given/text");
	int fd;

	fputs(text, stdout);
	CHECK_STR(text, "from-the-host\n");
	free(text);
	text = test_read_file("link");
	CHECK_STR(text, "from-the-host\n");
	free(text);
	CHECK_EQ(stat("given/text", &status), 0);
	CHECK_EQ(status.st_mode, S_IFREG | 0640);
	CHECK_EQ(unlink("removed"), 0);
	CHECK_EQ(mkdir("out", 0755), 0);
	test_write_file("out/temporary", "from the isle", 13);
	CHECK_EQ(rename("out/temporary", "out/file"), 0);
	CHECK_EQ(symlink("file", "out/link"), 0);
	fd = OK(open("out/sparse", O_WRONLY | O_CREAT, 0600));
	CHECK_EQ(ftruncate(fd, 1000000), 0);
	test_write_file("given/text", "changed", 7);
	return 0;
}
