/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * After fsync, bytes are visible on the host while the program still runs; and what the host writes then, a fresh open
 * sees.
 * @peer read -r line
 * @peer [ "$line" = synced ]
 * @peer [ "$(cat data)" = "first part" ]
 * @peer echo host > reply
 * @peer echo go
 * @peer read -r line
 * @peer [ "$line" = done ]
 */
#include "test.h"

int main(void)
{
	int fd = OK(open("data", O_RDWR | O_CREAT, 0600));
	char *text, line[16];

	CHECK_EQ(write(fd, "first part", 10), 10);
	CHECK_EQ(fsync(fd), 0);
	puts("synced");
	fflush(stdout);
	CHECK(fgets(line, sizeof(line), stdin) != NULL);
	CHECK_STR(line, "go\n");
	text = test_read_file("reply");
	CHECK_STR(text, "host\n");
	puts("done");
	return 0;
}
