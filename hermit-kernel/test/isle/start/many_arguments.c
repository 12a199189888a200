/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A hundred kilobytes of arguments arrive complete and in order.
 * @args $(seq -f 'argument-number-%g' 1 5000)
 */
#include "test.h"

int main(int argc, char **argv)
{
	char expected[64];
	int i;

	CHECK_EQ(argc, 5001);
	for (i = 1; i < argc; i++) {
		snprintf(expected, sizeof(expected), "argument-number-%d", i);
		CHECK_STR(argv[i], expected);
	}
	return 0;
}
