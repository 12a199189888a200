/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who the process is: user and group ids agree with each other and with stat of a new file, process group and session
 * exist.
 * @cores 2
 */
#include <grp.h>
#include <sys/prctl.h>
#include "test.h"

static void *same_process(void *argument)
{
	CHECK_EQ(getpid(), (pid_t)(long)argument);
	CHECK_EQ(syscall(SYS_getpid), (pid_t)(long)argument);
	return NULL;
}

int main(void)
{
	uid_t real, effective, saved;
	gid_t groups[1024];
	int value = -1;

	CHECK_OP(getpid(), >, 0);
	CHECK_OP(getppid(), >=, 0);
	CHECK_EQ(getresuid(&real, &effective, &saved), 0);
	CHECK_EQ(real, getuid());
	CHECK_EQ(effective, geteuid());
	CHECK_EQ(getresgid(&real, &effective, &saved), 0);
	CHECK_EQ(real, getgid());
	CHECK_EQ(effective, getegid());
	CHECK_OP(getgroups(1024, groups), >=, 0);
	CHECK_OP(getpgrp(), >=, 0);
	CHECK_OP(getsid(0), >=, 0);
	CHECK_EQ(getpgid(0), getpgrp());
	test_join(test_thread(same_process, (void *)(long)getpid()));
	CHECK_EQ(prctl(PR_GET_DUMPABLE) >= 0, 1);
	CHECK_EQ(prctl(PR_SET_PDEATHSIG, 0), 0);
	CHECK_EQ(prctl(PR_GET_PDEATHSIG, &value), 0);
	CHECK_EQ(value, 0);
	CHECK_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	CHECK_EQ(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
	CHECK_ERRNO(prctl(123456), EINVAL);
	CHECK_EQ(setuid(getuid()) | setgid(getgid()), 0);
	return 0;
}
