/* SPDX-License-Identifier: BSD-3-Clause */
/* glibc's errno around a call of newlib that fails: for the test that the two are two. Compiled with glibc's headers.
 */
#ifndef HERMIT_NEWLIB_TEST_H
#define HERMIT_NEWLIB_TEST_H

#include <errno.h>
#include <hermit/newlib.h>

/** 0 where newlib set its own errno to ENOENT and left glibc's alone, else glibc's. newlib's is as before. */
static inline int newlib_errno_unchanged(void)
{
	const int mark = 123456;
	int before = newlib_errno(), after, failed;

	errno = mark;
	failed = !newlib_fopen("/no/such/file", "r") && newlib_errno() == ENOENT;
	after = errno;
	newlib_errno_set(before);
	return failed && after == mark ? 0 : after;
}

#endif
