/* SPDX-License-Identifier: BSD-3-Clause */
/* What needs a second process says so: an error number, no crash, nothing left open. */
#include "test.h"
#include <fcntl.h>
#include <semaphore.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int status;
	for (int i = 0; i < 2000; i++) {
		CHECK(popen("true", "r") == NULL);
		CHECK_EQ(errno, ENOSYS);
	}
	CHECK_EQ(system(NULL), 0);
	CHECK_FAILS(system("true"), ENOSYS);
	CHECK_FAILS(fork(), ENOSYS);
	CHECK_FAILS(execl("/bin/true", "true", NULL), ENOSYS);
	CHECK_FAILS(execlp("true", "true", NULL), ENOSYS);
	CHECK_FAILS(execle("/bin/true", "true", NULL, environ), ENOSYS);
	CHECK_FAILS(execvp("true", (char *[]){"true", NULL}), ENOSYS);
	CHECK_FAILS(wait(&status), ECHILD);
	errno = 0;
	CHECK(sem_open("/name", O_CREAT, 0600, 1) == SEM_FAILED);
	CHECK_EQ(errno, ENOSYS);
	CHECK_FAILS(sem_unlink("/name"), ENOSYS);
	return 0;
}
