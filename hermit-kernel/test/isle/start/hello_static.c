/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A statically linked executable at a fixed address starts, writes one line and ends.
 * @flags -static
 * @stdout [ "$(cat)" = "hello from a static program" ]
 */
#include "test.h"

int main(void)
{
	puts("hello from a static program");
	return 0;
}
