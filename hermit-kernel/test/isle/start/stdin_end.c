/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * stdin that is empty ends at once, for read and for poll.
 */
#include <poll.h>
#include "test.h"

int main(void)
{
	struct pollfd entry = {.fd = 0, .events = POLLIN};
	char byte;

	CHECK_EQ(poll(&entry, 1, -1), 1);
	CHECK(entry.revents & (POLLIN | POLLHUP));
	CHECK_EQ(read(0, &byte, 1), 0);
	CHECK_EQ(read(0, &byte, 1), 0);
	CHECK_EQ(getchar(), EOF);
	return 0;
}
