/* SPDX-License-Identifier: BSD-3-Clause */
/* The process, which is the isle's only one, and its limits. */
#include "port.h"
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t getpid(void)
{
	return (pid_t)port_call(SYS_getpid);
}

pid_t getppid(void)
{
	return (pid_t)port_call(SYS_getppid);
}

pid_t gettid(void)
{
	return (pid_t)port_call(SYS_gettid);
}

pid_t getpgrp(void)
{
	return (pid_t)port_call(SYS_getpgrp);
}

pid_t getpgid(pid_t process)
{
	return port_result(port_call(SYS_getpgid, process));
}

pid_t getsid(pid_t process)
{
	return port_result(port_call(SYS_getsid, process));
}

uid_t getuid(void)
{
	return (uid_t)port_call(SYS_getuid);
}

uid_t geteuid(void)
{
	return (uid_t)port_call(SYS_geteuid);
}

gid_t getgid(void)
{
	return (gid_t)port_call(SYS_getgid);
}

gid_t getegid(void)
{
	return (gid_t)port_call(SYS_getegid);
}

void _exit(int status)
{
	for (;;)
		port_call(SYS_exit_group, status);
}

/* There is one process on an isle: nothing can be started, and there is nobody to wait for. */
static int process_refuse(int number)
{
	errno = number;
	return -1;
}

pid_t fork(void)
{
	return process_refuse(ENOSYS);
}

pid_t vfork(void)
{
	return process_refuse(ENOSYS);
}

int execve(const char *path, char *const arguments[], char *const environment[])
{
	(void)path, (void)arguments, (void)environment;
	return process_refuse(ENOSYS);
}

/* Where newlib's execl(), popen() and their like end. */
int _execve(const char *path, char *const arguments[], char *const environment[]);

int _execve(const char *path, char *const arguments[], char *const environment[])
{
	return execve(path, arguments, environment);
}

int execv(const char *path, char *const arguments[])
{
	return execve(path, arguments, environ);
}

int execvp(const char *path, char *const arguments[])
{
	return execve(path, arguments, environ);
}

pid_t wait(int *status)
{
	(void)status;
	return process_refuse(ECHILD);
}

pid_t waitpid(pid_t process, int *status, int options)
{
	(void)process, (void)status, (void)options;
	return process_refuse(ECHILD);
}

int getrusage(int who, struct rusage *usage)
{
	return port_result(port_call(SYS_getrusage, who, usage));
}

int getrlimit(int resource, struct rlimit *limit)
{
	return port_result(port_call(SYS_prlimit64, 0, resource, NULL, limit));
}

int setrlimit(int resource, const struct rlimit *limit)
{
	return port_result(port_call(SYS_prlimit64, 0, resource, limit, NULL));
}

long syscall(long number, ...)
{
	uint64_t a[6];
	va_list arguments;
	va_start(arguments, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(arguments, uint64_t);
	va_end(arguments);
	return port_result(__hermit_blocking(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}
