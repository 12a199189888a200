/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that make pipes and eventfds. */
#include "fs/pipe.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/eventfd.h"
#include "mm/user.h"
#include "syscall/fd_pair.h"
#include "syscall/syscall.h"

/** Two descriptors, or none. */
static int install_pair(struct file *files[2], int fds[2], bool close_on_exec)
{
	fds[0] = fd_install(files[0], 0, close_on_exec);
	if (fds[0] < 0) {
		file_put(files[0]);
		file_put(files[1]);
		return fds[0];
	}
	fds[1] = fd_install(files[1], 0, close_on_exec);
	if (fds[1] < 0) {
		file_put(files[1]);
		fd_close(fds[0]);
		return fds[1];
	}
	return 0;
}

int fd_install_pair(struct file *files[2], uint64_t user_fds, bool close_on_exec)
{
	int fds[2];
	int error = install_pair(files, fds, close_on_exec);
	if (!error && user_copy_to(user_fds, fds, sizeof(fds))) {
		fd_close(fds[0]);
		fd_close(fds[1]);
		error = -EFAULT;
	}
	return error;
}

static long make_pipe(uint64_t user_fds, unsigned flags)
{
	struct file *ends[2];
	if (flags & ~(unsigned)(O_CLOEXEC | O_NONBLOCK)) /* O_DIRECT, packets, is not there */
		return -EINVAL;
	int error = pipe_new(ends, flags);
	return error ? error : fd_install_pair(ends, user_fds, flags & O_CLOEXEC);
}

long sys_pipe(const uint64_t *args)
{
	return make_pipe(args[0], 0);
}

/** pipe2(fds, flags) */
long sys_pipe2(const uint64_t *args)
{
	return make_pipe(args[0], (unsigned)args[1]);
}

static long make_eventfd(unsigned initial, unsigned flags)
{
	if (flags & ~(unsigned)(O_CLOEXEC | O_NONBLOCK | EFD_SEMAPHORE))
		return -EINVAL;
	struct file *file = eventfd_new(initial, flags);
	if (is_error(file))
		return ptr_error(file);
	int fd = fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		file_put(file);
	return fd;
}

long sys_eventfd(const uint64_t *args)
{
	return make_eventfd((unsigned)args[0], 0);
}

/** eventfd2(initial value, flags) */
long sys_eventfd2(const uint64_t *args)
{
	return make_eventfd((unsigned)args[0], (unsigned)args[1]);
}
