/* SPDX-License-Identifier: BSD-3-Clause */
/* Error numbers are the kernel's, each with a text of its own. */
#include "test.h"

int main(void)
{
	CHECK_EQ(ENOSYS, 38);
	CHECK_EQ(ETIMEDOUT, 110);
	CHECK_EQ(ENAMETOOLONG, 36);
	CHECK_STR(strerror(ENOENT), "No such file or directory");
	for (int number = 1; number < 40; number++)
		for (int other = 1; other < number; other++)
			CHECK(strcmp(strerror(number), strerror(other)) != 0 || *strerror(number) == '\0');
	return 0;
}
