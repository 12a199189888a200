/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The status of exit is the program's.
 * @expect-exit 42
 */
#include "test.h"

int main(void)
{
	exit(42);
}
