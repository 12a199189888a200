/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An isle runs one process: fork, vfork and clone without CLONE_VM fail with an error, and the program goes on
 * unharmed.
 * @only isle
 */
#include <sys/wait.h>
#include "test.h"

int main(void)
{
	int i;

	for (i = 0; i < 10; i++) {
		pid_t child = fork();

		CHECK_EQ(child, -1); /* in a child it would be 0 */
		CHECK(errno == ENOSYS || errno == EAGAIN || errno == ENOTSUP || errno == EPERM);
	}
	CHECK_EQ(vfork(), -1);
	CHECK_ERRNO(waitpid(-1, NULL, 0), ECHILD);
	CHECK(system("true") != 0); /* -1, or as if the shell had ended with status 127 */
	CHECK_EQ(execl("/bin/true", "true", NULL), -1);
	return 0;
}
