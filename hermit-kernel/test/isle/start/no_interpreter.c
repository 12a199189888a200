/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An executable whose dynamic linker does not exist is refused with a status of its own, and not because the isle
 * failed.
 * @flags -Wl,--dynamic-linker=/no/such/ld.so
 * @expect-exit 125|126|127
 * @after ! grep -q QEMU ../../log/start-no_interpreter@-/stderr
 */
#include "test.h"

int main(void)
{
	return 0;
}
