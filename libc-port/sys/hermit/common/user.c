/* SPDX-License-Identifier: BSD-3-Clause */
/* Changing users, groups and sessions: the kernel says what of that it allows. */
#include "port.h"
#include <unistd.h>

#define UNCHANGED (-1)

int setuid(uid_t user)
{
	return port_result(port_call(SYS_setuid, user));
}

int setgid(gid_t group)
{
	return port_result(port_call(SYS_setgid, group));
}

int seteuid(uid_t user)
{
	return port_result(port_call(SYS_setresuid, UNCHANGED, user, UNCHANGED));
}

int setegid(gid_t group)
{
	return port_result(port_call(SYS_setresgid, UNCHANGED, group, UNCHANGED));
}

int setreuid(uid_t real, uid_t effective)
{
	return port_result(port_call(SYS_setreuid, real, effective));
}

int setregid(gid_t real, gid_t effective)
{
	return port_result(port_call(SYS_setregid, real, effective));
}

int getgroups(int count, gid_t *groups)
{
	return port_result(port_call(SYS_getgroups, count, groups));
}

int setpgid(pid_t process, pid_t group)
{
	return port_result(port_call(SYS_setpgid, process, group));
}

int setpgrp(void)
{
	return setpgid(0, 0);
}

pid_t setsid(void)
{
	return port_result(port_call(SYS_setsid));
}
