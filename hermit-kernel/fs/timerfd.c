/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A periodic timer is armed for its next time only when somebody has read, or asked for, what went by: until then one
 * expiration is as good as many.
 */
#include "fs/timerfd.h"

#include <asm/errno.h>
#include <asm/fcntl.h>
#include <linux/eventpoll.h>
#include <linux/time.h>
#include <linux/timerfd.h>
#include "fs/file.h"
#include "lib/format.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "time/posix_clock.h"

struct timerfd {
	struct posix_alarm alarm;
	struct waitq readers;
	int clock_id;
	struct mutex setting; /* settings take turns */

	struct spinlock lock; /* interrupts off; guards what follows */
	bool armed;
	bool expired; /* since the last reading; a periodic timer is not armed again yet */
	int set_flags;
	uint64_t target, interval;
};

static void alarm_fired(struct posix_alarm *alarm)
{
	struct timerfd *timerfd = container_of(alarm, struct timerfd, alarm);
	bool fired;

	spin_lock(&timerfd->lock);
	fired = timerfd->armed;
	timerfd->expired |= fired;
	timerfd->armed = false;
	spin_unlock(&timerfd->lock);
	if (fired)
		waitq_wake_all(&timerfd->readers, EPOLLIN);
}

/** Past expirations, taken; a periodic timer runs on. */
static uint64_t take(struct timerfd *timerfd)
{
	irqflags_t flags = spin_lock_irqsave(&timerfd->lock);
	uint64_t now, count = timerfd->expired;

	timerfd->expired = false;
	if (count && timerfd->interval && posix_clock_read(&timerfd->alarm.clock, &now) == 0) {
		if (now > timerfd->target)
			count += (now - timerfd->target) / timerfd->interval;
		timerfd->target += count * timerfd->interval;
		timerfd->armed = true;
		posix_alarm_set(&timerfd->alarm, timerfd->target);
	}
	spin_unlock_irqrestore(&timerfd->lock, flags);
	return count;
}

static ssize64_t timerfd_read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct timerfd *timerfd = file->private;
	uint64_t count;
	int error = 0;

	if (size < sizeof(count))
		return -EINVAL;
	count = take(timerfd);
	if (!count && (atomic_load(&file->flags) & O_NONBLOCK))
		return -EAGAIN;
	if (!count)
		error = wait_event_interruptible(&timerfd->readers, (count = take(timerfd)) != 0);
	if (!error)
		error = copy_fault(to, &count, sizeof(count));
	return error ? error : (ssize64_t)sizeof(count);
}

static uint32_t timerfd_poll(struct file *file, struct poll_table *table)
{
	struct timerfd *timerfd = file->private;
	irqflags_t flags;
	bool expired;

	poll_wait(table, file, &timerfd->readers);
	flags = spin_lock_irqsave(&timerfd->lock);
	expired = timerfd->expired;
	spin_unlock_irqrestore(&timerfd->lock, flags);
	return expired ? EPOLLIN | EPOLLRDNORM : 0;
}

static void timerfd_release(struct file *file)
{
	struct timerfd *timerfd = file->private;

	posix_alarm_cancel(&timerfd->alarm);
	heap_free(timerfd);
}

/** The time until the next expiration, also where it is not armed because nobody has read. */
static void describe_times(struct timerfd *timerfd, struct itimer_times *times)
{
	irqflags_t flags = spin_lock_irqsave(&timerfd->lock);
	uint64_t now, target = timerfd->target;

	times->interval = timerfd->interval;
	times->left = 0;
	if ((timerfd->armed || (timerfd->expired && timerfd->interval)) &&
		posix_clock_read(&timerfd->alarm.clock, &now) == 0) {
		if (now >= target && timerfd->interval)
			target += ((now - target) / timerfd->interval + 1) * timerfd->interval;
		times->left = target > now ? target - now : 1;
	}
	spin_unlock_irqrestore(&timerfd->lock, flags);
}

static void timerfd_describe(struct file *file, char *to, size_t size)
{
	struct timerfd *timerfd = file->private;
	struct itimer_times times;

	describe_times(timerfd, &times);
	snprintf(to, size,
		"clockid: %d\nticks: %d\nsettime flags: 0%o\nit_value: (%llu, %llu)\nit_interval: (%llu, %llu)\n",
		timerfd->clock_id, timerfd->expired, (unsigned)timerfd->set_flags, times.left / NS_PER_SEC,
		times.left % NS_PER_SEC, times.interval / NS_PER_SEC, times.interval % NS_PER_SEC);
}

static const struct file_ops timerfd_ops = {
	.read = timerfd_read,
	.poll = timerfd_poll,
	.release = timerfd_release,
	.describe = timerfd_describe,
};

long timerfd_open(int clock_id, int flags)
{
	struct posix_clock clock;
	struct timerfd *timerfd;
	struct file *file;
	long fd;

	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK))
		return -EINVAL;
	if (clock_id == CLOCK_REALTIME_ALARM || clock_id == CLOCK_BOOTTIME_ALARM)
		return -EPERM; /* CAP_WAKE_ALARM */
	if (clock_id != CLOCK_REALTIME && clock_id != CLOCK_MONOTONIC && clock_id != CLOCK_BOOTTIME)
		return -EINVAL;
	posix_clock_find(clock_id, &clock); /* one of these three */
	timerfd = heap_zalloc(sizeof(*timerfd));
	file = timerfd ? file_new(&timerfd_ops, O_RDWR | (flags & O_NONBLOCK), timerfd, "anon_inode:[timerfd]") : NULL;
	if (!file) {
		heap_free(timerfd);
		return -ENOMEM;
	}
	posix_alarm_init(&timerfd->alarm, &clock, alarm_fired);
	waitq_init(&timerfd->readers);
	mutex_init(&timerfd->setting);
	timerfd->clock_id = clock_id;
	fd = fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		file_put(file);
	return fd;
}

/** A reference, or an error pointer. */
static struct file *find(int fd)
{
	struct file *file = fd_get(fd);

	if (!file)
		return error_ptr(-EBADF);
	if (file->ops == &timerfd_ops)
		return file;
	file_put(file);
	return error_ptr(-EINVAL);
}

static void disarm(struct timerfd *timerfd)
{
	irqflags_t flags = spin_lock_irqsave(&timerfd->lock);

	timerfd->armed = false;
	timerfd->expired = false;
	spin_unlock_irqrestore(&timerfd->lock, flags);
	posix_alarm_cancel(&timerfd->alarm);
}

static void arm(struct timerfd *timerfd, int set_flags, const struct itimer_times *times)
{
	irqflags_t flags = spin_lock_irqsave(&timerfd->lock);
	uint64_t now = 0;

	if (times->left && !(set_flags & TFD_TIMER_ABSTIME))
		posix_clock_read(&timerfd->alarm.clock, &now); /* always exists */
	timerfd->set_flags = set_flags;
	timerfd->interval = times->interval;
	timerfd->target = now + times->left;
	timerfd->armed = times->left != 0;
	if (timerfd->armed)
		posix_alarm_set(&timerfd->alarm, timerfd->target);
	spin_unlock_irqrestore(&timerfd->lock, flags);
}

/** TFD_TIMER_CANCEL_ON_SET is accepted: nobody but the host could set the clock, and the kernel does not follow it
 * while a program runs. */
int timerfd_set(int fd, int flags, const struct itimer_times *times, struct itimer_times *old)
{
	struct file *file = find(fd);
	struct timerfd *timerfd;

	if (is_error(file))
		return (int)ptr_error(file);
	if (flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) {
		file_put(file);
		return -EINVAL;
	}
	timerfd = file->private;
	mutex_lock(&timerfd->setting);
	describe_times(timerfd, old);
	disarm(timerfd);
	arm(timerfd, flags, times);
	mutex_unlock(&timerfd->setting);
	file_put(file);
	return 0;
}

int timerfd_get(int fd, struct itimer_times *times)
{
	struct file *file = find(fd);

	if (is_error(file))
		return (int)ptr_error(file);
	describe_times(file->private, times);
	file_put(file);
	return 0;
}
