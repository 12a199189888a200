/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The smallest program: prints one line that says where it runs.
 *
 * @expect ^Hello from (Linux|a VM isle with [0-9]+ cores?|multi-kernel isle [0-9]+ with [0-9]+ cores?)$
 */
#include "lib/check.h"

#include <errno.h>
#include <hermit/hermit.h>

int main(void)
{
	int kind = hermit_isle_kind();
	int written;
	if (kind == -ENOSYS) {
		written = puts("Hello from Linux");
	} else {
		CHECK(kind == HERMIT_ISLE_KIND_VM || kind == HERMIT_ISLE_KIND_MULTIKERNEL, "hermit_isle_kind: %d",
			kind);
		int cores = hermit_core_count();
		CHECK(cores >= 1, "hermit_core_count: %d", cores);
		written = kind == HERMIT_ISLE_KIND_VM ? printf("Hello from a VM isle")
						      : printf("Hello from multi-kernel isle %d", hermit_isle_number());
		if (written >= 0)
			written = printf(" with %d core%s\n", cores, cores == 1 ? "" : "s");
	}
	CHECK(written >= 0 && fflush(stdout) == 0, "cannot write to stdout: errno %d", errno);
	return 0;
}
