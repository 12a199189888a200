/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A dynamically linked position-independent program starts, writes one line and ends.
 * @stdout [ "$(cat)" = "hello from main" ]
 */
#include "test.h"

int main(void)
{
	puts("hello from main");
	return 0;
}
