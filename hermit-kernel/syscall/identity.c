/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls about who the program is. It has one user and one group, those of the person who started the proxy;
 * real, effective and saved ids are the same. Changing them to what they are succeeds; to others, EPERM.
 */
#include <asm/errno.h>
#include <linux/capability.h>
#include "lib/string.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/thread.h"
#include "syscall/syscall.h"

long sys_getpid(const uint64_t *args)
{
	return process.pid;
}

long sys_getppid(const uint64_t *args)
{
	return 0; /* as the first process of a Linux container */
}

long sys_getpgrp(const uint64_t *args)
{
	return process.pid;
}

static bool is_own_process(uint64_t pid)
{
	return (int)pid == 0 || (int)pid == process.pid;
}

/** getpgid(pid) */
long sys_getpgid(const uint64_t *args)
{
	return is_own_process(args[0]) ? process.pid : -ESRCH;
}

/** getsid(pid) */
long sys_getsid(const uint64_t *args)
{
	return is_own_process(args[0]) ? process.pid : -ESRCH;
}

/** setpgid(pid, group): the program leads its session, which may not change its group */
long sys_setpgid(const uint64_t *args)
{
	if ((int)args[1] < 0)
		return -EINVAL;
	return is_own_process(args[0]) ? -EPERM : -ESRCH;
}

long sys_setsid(const uint64_t *args)
{
	return -EPERM; /* it leads a group already */
}

long sys_getuid(const uint64_t *args)
{
	return process.uid;
}

long sys_geteuid(const uint64_t *args)
{
	return process.uid;
}

long sys_getgid(const uint64_t *args)
{
	return process.gid;
}

long sys_getegid(const uint64_t *args)
{
	return process.gid;
}

static long put_three(const uint64_t *args, uint32_t id)
{
	for (unsigned i = 0; i < 3; i++)
		if (user_put(args[i], &id))
			return -EFAULT;
	return 0;
}

/** getresuid(real, effective, saved) */
long sys_getresuid(const uint64_t *args)
{
	return put_three(args, process.uid);
}

/** getresgid(real, effective, saved) */
long sys_getresgid(const uint64_t *args)
{
	return put_three(args, process.gid);
}

/** The first `count` arguments, each the present id or -1 (no change)? */
static long keep_ids(const uint64_t *args, unsigned count, uint32_t present)
{
	for (unsigned i = 0; i < count; i++)
		if ((uint32_t)args[i] != present && (count == 1 || (uint32_t)args[i] != UINT32_MAX))
			return -EPERM;
	return 0;
}

long sys_setuid(const uint64_t *args)
{
	return keep_ids(args, 1, process.uid);
}

long sys_setgid(const uint64_t *args)
{
	return keep_ids(args, 1, process.gid);
}

long sys_setreuid(const uint64_t *args)
{
	return keep_ids(args, 2, process.uid);
}

long sys_setregid(const uint64_t *args)
{
	return keep_ids(args, 2, process.gid);
}

long sys_setresuid(const uint64_t *args)
{
	return keep_ids(args, 3, process.uid);
}

long sys_setresgid(const uint64_t *args)
{
	return keep_ids(args, 3, process.gid);
}

/** setfsuid(uid): the previous one, always */
long sys_setfsuid(const uint64_t *args)
{
	return process.uid;
}

long sys_setfsgid(const uint64_t *args)
{
	return process.gid;
}

/** getgroups(size, list): no supplementary groups */
long sys_getgroups(const uint64_t *args)
{
	return (int)args[0] < 0 ? -EINVAL : 0;
}

/** setgroups(size, list) */
long sys_setgroups(const uint64_t *args)
{
	return -EPERM;
}

/** How many struct __user_cap_data_struct a version of the interface has; an unknown one is answered with the newest.
 */
static int capability_words(uint64_t user_header, struct __user_cap_header_struct *header, unsigned *words)
{
	if (user_get(header, user_header))
		return -EFAULT;
	switch (header->version) {
	case _LINUX_CAPABILITY_VERSION_1:
		*words = _LINUX_CAPABILITY_U32S_1;
		return 0;
	case _LINUX_CAPABILITY_VERSION_2:
	case _LINUX_CAPABILITY_VERSION_3:
		*words = _LINUX_CAPABILITY_U32S_3;
		return 0;
	}
	header->version = _LINUX_CAPABILITY_VERSION_3;
	return user_put(user_header, header) ? -EFAULT : -EINVAL;
}

/** capget(header, data): none */
long sys_capget(const uint64_t *args)
{
	struct __user_cap_header_struct header;
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
	unsigned words;
	int error = capability_words(args[0], &header, &words);

	if (error)
		return error == -EINVAL && !args[1] ? 0 : error; /* the way to ask for the version */
	if (header.pid < 0)
		return -EINVAL;
	if (!is_own_process((uint64_t)header.pid))
		return -ESRCH;
	return args[1] ? user_copy_to(args[1], none, words * sizeof(none[0])) : 0;
}

/** capset(header, data): having none is all one can wish for */
long sys_capset(const uint64_t *args)
{
	struct __user_cap_header_struct header;
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};
	unsigned words;
	int error = capability_words(args[0], &header, &words);

	if (error)
		return error;
	if (user_copy_from(data, args[1], words * sizeof(data[0])))
		return -EFAULT;
	for (unsigned i = 0; i < words; i++)
		if (data[i].permitted || data[i].effective || data[i].inheritable)
			return -EPERM;
	return 0;
}
