/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that wait for files: poll(2), select(2), epoll(7). */
#include "fs/poll.h"

#include <asm/poll.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/epoll.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "sched/rlimit.h"
#include "sched/signal.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"
#include "time/clock.h"

/** A timeout in milliseconds; negative: none. */
static uint64_t deadline_after_ms(int timeout)
{
	if (timeout < 0)
		return WAIT_FOREVER;
	return timeout ? clock_deadline_after((uint64_t)timeout * NS_PER_MSEC) : 0;
}

/** A struct timespec, or none at NULL; a zero time gives deadline 0, which never waits. */
static int deadline_from_timespec(uint64_t *deadline, uint64_t user_timespec)
{
	uint64_t ns;
	*deadline = WAIT_FOREVER;
	if (!user_timespec)
		return 0;
	int error = user_time_get(&ns, user_timespec);
	if (!error)
		*deadline = ns ? clock_deadline_after(ns) : 0;
	return error;
}

static uint64_t time_left(uint64_t deadline)
{
	uint64_t now = clock_monotonic_ns();
	return deadline > now ? deadline - now : 0;
}

/** End of a call with a signal mask of its own; where a signal interrupts it, the mask holds until the handler has been
 * entered. */
static long end_masked_call(long result)
{
	signal_end_mask_for_call(result == -EINTR || result == -ERESTARTNOHAND);
	return result;
}

static void put_entries(struct poll_entry *entries, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		file_put(entries[i].file);
	heap_free(entries);
}

static struct poll_entry *new_entries(unsigned count)
{
	return heap_zalloc(max(count, 1u) * sizeof(struct poll_entry));
}

/* poll(2) */

/** Descriptors of `polls` become entries; how many are no descriptors (POLLNVAL). */
static long entries_from_polls(struct poll_entry *entries, struct pollfd *polls, unsigned count)
{
	long invalid = 0;
	for (unsigned i = 0; i < count; i++) {
		polls[i].revents = 0;
		if (polls[i].fd < 0)
			continue;
		entries[i].file = fd_get(polls[i].fd);
		entries[i].wanted = (uint16_t)polls[i].events;
		if (entries[i].file)
			continue;
		polls[i].revents = POLLNVAL;
		invalid++;
	}
	return invalid;
}

static long poll_files(struct pollfd *polls, unsigned count, uint64_t deadline)
{
	struct poll_entry *entries = new_entries(count);
	if (!entries)
		return -ENOMEM;
	long invalid = entries_from_polls(entries, polls, count);
	long ready = poll_wait_any(entries, count, invalid ? 0 : deadline);
	for (unsigned i = 0; ready > 0 && i < count; i++)
		polls[i].revents |= (short)entries[i].ready;
	put_entries(entries, count);
	return ready < 0 ? ready : ready + invalid;
}

static long do_poll(uint64_t user_polls, uint64_t count, uint64_t deadline)
{
	if (count > rlimit_get(RLIMIT_NOFILE))
		return -EINVAL;
	size_t size = count * sizeof(struct pollfd);
	struct pollfd *polls = heap_alloc(max(size, (size_t)1));
	if (!polls)
		return -ENOMEM;
	long ready = user_copy_from(polls, user_polls, size);
	if (!ready)
		ready = poll_files(polls, (unsigned)count, deadline);
	if (ready >= 0 && user_copy_to(user_polls, polls, size))
		ready = -EFAULT;
	heap_free(polls);
	return ready;
}

/** poll(fds, count, timeout in ms) */
long sys_poll(const uint64_t *args)
{
	return do_poll(args[0], args[1], deadline_after_ms((int)args[2]));
}

/** ppoll(fds, count, timespec, mask, mask size): the time left is stored back */
long sys_ppoll(const uint64_t *args)
{
	uint64_t deadline;
	int error = deadline_from_timespec(&deadline, args[2]);
	if (!error)
		error = signal_mask_for_call_from(args[3], args[4]);
	if (error)
		return error;
	long ready = do_poll(args[0], args[1], deadline);
	if (args[2])
		user_time_put(
			args[2], time_left(deadline)); /* as on Linux, no error if the program may not write there */
	return end_masked_call(ready);
}

/* select(2) */

#define SELECT_READ   (EPOLLRDNORM | EPOLLRDBAND | EPOLLIN | EPOLLHUP | EPOLLERR)
#define SELECT_WRITE  (EPOLLWRNORM | EPOLLWRBAND | EPOLLOUT | EPOLLERR)
#define SELECT_EXCEPT EPOLLPRI

enum {
	SET_READ,
	SET_WRITE,
	SET_EXCEPT,
	SETS
};
static const uint32_t select_events[SETS] = {SELECT_READ, SELECT_WRITE, SELECT_EXCEPT};

/** The three sets in one block of memory: set s begins at bits + s * words. */
struct select_sets {
	uint64_t *bits;
	unsigned count, words;
	const uint64_t *user; /* addresses of the sets, 0: none */
};

static bool select_has(const struct select_sets *sets, unsigned set, unsigned fd)
{
	return sets->bits[set * sets->words + fd / 64] >> (fd % 64) & 1;
}

static int select_load(struct select_sets *sets)
{
	for (unsigned set = 0; set < SETS; set++) {
		uint64_t *to = sets->bits + set * sets->words;
		if (sets->user[set] && user_copy_from(to, sets->user[set], sets->words * 8))
			return -EFAULT;
	}
	return 0;
}

static int select_store(struct select_sets *sets)
{
	for (unsigned set = 0; set < SETS; set++)
		if (sets->user[set] && user_copy_to(sets->user[set], sets->bits + set * sets->words, sets->words * 8))
			return -EFAULT;
	return 0;
}

static int entries_from_sets(struct poll_entry *entries, const struct select_sets *sets)
{
	for (unsigned fd = 0; fd < sets->count; fd++) {
		for (unsigned set = 0; set < SETS; set++)
			if (select_has(sets, set, fd))
				entries[fd].wanted |= select_events[set];
		if (!entries[fd].wanted)
			continue;
		entries[fd].file = fd_get((int)fd);
		if (!entries[fd].file)
			return -EBADF;
	}
	return 0;
}

/** Bits that were asked for and hold stay; returns how many. */
static long sets_from_entries(struct select_sets *sets, const struct poll_entry *entries)
{
	long bits = 0;
	for (unsigned fd = 0; fd < sets->count; fd++)
		for (unsigned set = 0; set < SETS; set++) {
			if (!select_has(sets, set, fd))
				continue;
			if (entries[fd].ready & select_events[set])
				bits++;
			else
				sets->bits[set * sets->words + fd / 64] &= ~(1ULL << (fd % 64));
		}
	return bits;
}

static long select_files(struct select_sets *sets, uint64_t deadline)
{
	struct poll_entry *entries = new_entries(sets->count);
	if (!entries)
		return -ENOMEM;
	long ready = entries_from_sets(entries, sets);
	if (!ready)
		ready = poll_wait_any(entries, sets->count, deadline);
	if (ready >= 0)
		ready = sets_from_entries(sets, entries);
	put_entries(entries, sets->count);
	return ready;
}

static long do_select(int64_t count, const uint64_t *user_sets, uint64_t deadline)
{
	if (count < 0)
		return -EINVAL;
	struct select_sets sets = {.count = (unsigned)min((uint64_t)count, (uint64_t)FD_MAX), .user = user_sets};
	sets.words = (sets.count + 63) / 64;
	sets.bits = heap_zalloc(max(sets.words * SETS * 8, 8u));
	if (!sets.bits)
		return -ENOMEM;
	long ready = select_load(&sets);
	if (!ready)
		ready = select_files(&sets, deadline);
	if (ready >= 0 && select_store(&sets))
		ready = -EFAULT;
	heap_free(sets.bits);
	return ready;
}

/** select(count, read, write, except, timeval): the time left is stored back */
long sys_select(const uint64_t *args)
{
	uint64_t ns = 0, deadline = WAIT_FOREVER;
	int error = args[4] ? user_timeval_get(&ns, args[4]) : 0;
	if (error)
		return error;
	if (args[4])
		deadline = ns ? clock_deadline_after(ns) : 0;
	long ready = do_select((int)args[0], args + 1, deadline);
	if (args[4])
		user_timeval_put(args[4], time_left(deadline));
	return ready;
}

/** pselect6(count, read, write, except, timespec, {mask, mask size}) */
long sys_pselect6(const uint64_t *args)
{
	uint64_t mask[2] = {0, 0}, deadline;
	int error = args[5] ? user_get(&mask, args[5]) : 0;
	if (!error)
		error = deadline_from_timespec(&deadline, args[4]);
	if (!error)
		error = signal_mask_for_call_from(mask[0], mask[1]);
	if (error)
		return error;
	long ready = do_select((int)args[0], args + 1, deadline);
	if (args[4])
		user_time_put(args[4], time_left(deadline));
	return end_masked_call(ready);
}

/* epoll(7) */

static long make_epoll(bool close_on_exec)
{
	struct file *file = epoll_new();
	if (is_error(file))
		return ptr_error(file);
	int fd = fd_install(file, 0, close_on_exec);
	if (fd < 0)
		file_put(file);
	return fd;
}

/** epoll_create(size): any size above 0 */
long sys_epoll_create(const uint64_t *args)
{
	return (int)args[0] > 0 ? make_epoll(false) : -EINVAL;
}

long sys_epoll_create1(const uint64_t *args)
{
	return args[0] & ~(uint64_t)O_CLOEXEC ? -EINVAL : make_epoll(args[0] & O_CLOEXEC);
}

/** epoll_ctl(epoll, operation, fd, event) */
long sys_epoll_ctl(const uint64_t *args)
{
	struct epoll_event event = {0};
	int operation = (int)args[1];
	if (operation != EPOLL_CTL_DEL && user_copy_from(&event, args[3], sizeof(event)))
		return -EFAULT;
	struct file *epoll = fd_get((int)args[0]);
	struct file *file = fd_get((int)args[2]);
	int error = epoll && file ? epoll_control(epoll, operation, (int)args[2], file, &event) : -EBADF;
	file_put(file);
	file_put(epoll);
	return error;
}

static long do_epoll_wait(const uint64_t *args, uint64_t deadline)
{
	int max = (int)args[2];
	if (max <= 0 || (size_t)max > INT32_MAX / sizeof(struct epoll_event))
		return -EINVAL;
	int error = user_check_range(args[1], (size_t)max * sizeof(struct epoll_event));
	if (error)
		return error;
	struct file *epoll = fd_get((int)args[0]);
	if (!epoll)
		return -EBADF;
	long count = epoll_is(epoll) ? epoll_wait(epoll, args[1], (unsigned)max, deadline) : -EINVAL;
	file_put(epoll);
	return count == -ERESTARTSYS ? -EINTR : count; /* signal(7): never restarted */
}

/** epoll_wait(epoll, events, max, timeout in ms) */
long sys_epoll_wait(const uint64_t *args)
{
	return do_epoll_wait(args, deadline_after_ms((int)args[3]));
}

/** epoll_pwait(epoll, events, max, timeout in ms, mask, mask size) */
long sys_epoll_pwait(const uint64_t *args)
{
	int error = signal_mask_for_call_from(args[4], args[5]);
	return error ? error : end_masked_call(do_epoll_wait(args, deadline_after_ms((int)args[3])));
}

/** epoll_pwait2(epoll, events, max, timespec, mask, mask size) */
long sys_epoll_pwait2(const uint64_t *args)
{
	uint64_t deadline;
	int error = deadline_from_timespec(&deadline, args[3]);
	if (!error)
		error = signal_mask_for_call_from(args[4], args[5]);
	return error ? error : end_masked_call(do_epoll_wait(args, deadline));
}
