/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/signalfd.h"

#include <asm/errno.h>
#include <asm/fcntl.h>
#include <linux/eventpoll.h>
#include <linux/signalfd.h>
#include "fs/file.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "sched/process.h"

struct signalfd {
	_Atomic sigmask_t mask;
};

static sigmask_t mask_of(struct file *file)
{
	return atomic_load(&((struct signalfd *)file->private)->mask);
}

/** Fields by kind of sender, as struct siginfo has them in a union (sigaction(2)). */
static void describe(struct signalfd_siginfo *out, const siginfo_t *info)
{
	memset(out, 0, sizeof(*out));
	out->ssi_signo = (uint32_t)info->si_signo;
	out->ssi_errno = info->si_errno;
	out->ssi_code = info->si_code;
	if (info->si_code == SI_TIMER) {
		out->ssi_tid = (uint32_t)info->si_tid;
		out->ssi_overrun = (uint32_t)info->si_overrun;
		out->ssi_ptr = (uint64_t)info->si_ptr;
		out->ssi_int = info->si_int;
	} else if (info->si_code > 0 && info->si_code != SI_KERNEL && (SIGMASK(info->si_signo) & SIGMASK_SYNCHRONOUS)) {
		out->ssi_addr = (uint64_t)info->si_addr;
	} else {
		out->ssi_pid = (uint32_t)info->si_pid;
		out->ssi_uid = info->si_uid;
		out->ssi_ptr = (uint64_t)info->si_ptr;
		out->ssi_int = info->si_int;
	}
}

/** Wait for the first signal; 0, or an errno. */
static int wait_first(struct file *file, siginfo_t *info)
{
	int signal = signal_take(mask_of(file), info);

	if (signal)
		return 0;
	if (atomic_load(&file->flags) & O_NONBLOCK)
		return -EAGAIN;
	return wait_event_interruptible(&process.signals.watchers, (signal = signal_take(mask_of(file), info)) != 0);
}

static ssize64_t signalfd_read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct signalfd_siginfo out;
	siginfo_t info;
	size_t done = 0;
	int error;

	if (size < sizeof(out))
		return -EINVAL;
	error = wait_first(file, &info);
	if (error)
		return error;
	do {
		describe(&out, &info);
		if (copy_fault((char *)to + done, &out, sizeof(out)))
			return done ? (ssize64_t)done : -EFAULT;
		done += sizeof(out);
	} while (size - done >= sizeof(out) && signal_take(mask_of(file), &info));
	return (ssize64_t)done;
}

static uint32_t signalfd_poll(struct file *file, struct poll_table *table)
{
	poll_wait(table, file, &process.signals.watchers);
	return signal_pending_set() & mask_of(file) ? EPOLLIN | EPOLLRDNORM : 0;
}

static void signalfd_release(struct file *file)
{
	heap_free(file->private);
}

static void signalfd_describe(struct file *file, char *to, size_t size)
{
	snprintf(to, size, "sigmask:\t%016lx\n", mask_of(file));
}

static const struct file_ops signalfd_ops = {
	.read = signalfd_read,
	.poll = signalfd_poll,
	.release = signalfd_release,
	.describe = signalfd_describe,
};

static long change(int fd, sigmask_t mask)
{
	struct file *file = fd_get(fd);
	long result = fd;

	if (!file)
		return -EBADF;
	if (file->ops == &signalfd_ops)
		atomic_store(&((struct signalfd *)file->private)->mask, mask);
	else
		result = -EINVAL;
	file_put(file);
	waitq_wake_all(&process.signals.watchers, 0); /* a reader may be content now */
	return result;
}

static long create(sigmask_t mask, int flags)
{
	struct signalfd *signalfd = heap_zalloc(sizeof(*signalfd));
	struct file *file;
	long fd;

	if (!signalfd)
		return -ENOMEM;
	atomic_store(&signalfd->mask, mask);
	file = file_new(&signalfd_ops, O_RDWR | (flags & O_NONBLOCK), signalfd, "anon_inode:[signalfd]");
	if (!file) {
		heap_free(signalfd);
		return -ENOMEM;
	}
	fd = fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		file_put(file);
	return fd;
}

long signalfd_open(int fd, sigmask_t mask, int flags)
{
	mask &= ~SIGMASK_UNBLOCKABLE;
	return fd == -1 ? create(mask, flags) : change(fd, mask);
}
