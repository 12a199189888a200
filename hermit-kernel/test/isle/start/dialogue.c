/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that answers line by line: what it prints is out before it reads on; what comes in wakes poll and read.
 * @peer for i in 1 2 3 4 5; do echo "$i"; read -r answer; [ "$answer" = "got $i" ]; done
 * @peer echo end
 * @peer read -r answer
 * @peer [ "$answer" = bye ]
 */
#include <poll.h>
#include "test.h"

int main(void)
{
	struct pollfd entry = {.fd = 0, .events = POLLIN};
	char line[64];
	int count = 0;

	for (;;) {
		ssize_t n;

		CHECK_EQ(poll(&entry, 1, -1), 1);
		CHECK(entry.revents & POLLIN);
		n = OK(read(0, line, sizeof(line) - 1));
		line[n] = 0;
		if (strcmp(line, "end\n") == 0)
			break;
		dprintf(1, "got %s", line);
		count++;
	}
	CHECK_EQ(count, 5);
	puts("bye");
	return 0;
}
