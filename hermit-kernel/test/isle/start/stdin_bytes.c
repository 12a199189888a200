/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two megabytes of arbitrary bytes on stdin arrive unchanged and come back out on stdout.
 * @stdin-from head -c 2000003 /dev/urandom | tee sent
 * @stdout cmp - sent && [ "$(stat -c %s sent)" = 2000003 ]
 */
#include "test.h"

int main(void)
{
	static char bytes[70001];
	size_t total = 0;
	ssize_t n, m, done;

	while ((n = OK(read(0, bytes, sizeof(bytes)))) > 0) {
		total += (size_t)n;
		for (done = 0; done < n; done += m)
			m = OK(write(1, bytes + done, (size_t)(n - done)));
	}
	CHECK_EQ(total, 2000003);
	return 0;
}
