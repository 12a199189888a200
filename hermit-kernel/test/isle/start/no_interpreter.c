/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An executable whose dynamic linker does not exist is refused with a status that no program has by accident.
 * @flags -Wl,--dynamic-linker=/no/such/ld.so
 * @expect-exit 125|126|127
 */
#include "test.h"

int main(void)
{
	return 0;
}
