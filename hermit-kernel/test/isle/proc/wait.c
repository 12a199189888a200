/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process without children is told so by all of the wait calls.
 */
#include <sys/wait.h>
#include "test.h"

int main(void)
{
	siginfo_t info;

	CHECK_ERRNO(wait(NULL), ECHILD);
	CHECK_ERRNO(waitpid(-1, NULL, WNOHANG), ECHILD);
	CHECK_ERRNO(waitpid(4000000, NULL, 0), ECHILD);
	CHECK_ERRNO(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), ECHILD);
	CHECK_ERRNO(waitpid(-1, NULL, 0x100), EINVAL);
	return 0;
}
