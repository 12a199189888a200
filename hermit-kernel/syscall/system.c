/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls about the system as a whole. Nothing of it can be changed from inside. */
#include <asm/errno.h>
#include <linux/random.h>
#include <linux/sysinfo.h>
#include <linux/utsname.h>
#include "isle/identity.h"
#include "lib/log.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "syscall/syscall.h"
#include "time/clock.h"

#define RANDOM_CHUNK    256
#define PERSONALITY_ASK 0xffffffffu
#define LOG_BYTES       KIB(256)

/** uname(name) */
long sys_uname(const uint64_t *args)
{
	struct new_utsname name;

	memset(&name, 0, sizeof(name));
	strlcpy(name.sysname, "Linux", sizeof(name.sysname)); /* whose ABI this is */
	isle_host_name(name.nodename, sizeof(name.nodename));
	strlcpy(name.release, ISLE_RELEASE, sizeof(name.release));
	strlcpy(name.version, ISLE_VERSION, sizeof(name.version));
	strlcpy(name.machine, "x86_64", sizeof(name.machine));
	strlcpy(name.domainname, "(none)", sizeof(name.domainname));
	return user_put(args[0], &name);
}

/** sysinfo(info) */
long sys_sysinfo(const uint64_t *args)
{
	struct memory_stats memory;
	struct sysinfo info;

	page_stats(NODE_ANY, &memory);
	memset(&info, 0, sizeof(info));
	info.uptime = (long)(clock_monotonic_ns() / NS_PER_SEC);
	for (unsigned i = 0; i < array_size(info.loads); i++)
		info.loads[i] = (unsigned long)sched_load() << SI_LOAD_SHIFT; /* of now: the isle keeps no averages */
	info.totalram = memory.total;
	info.freeram = memory.free;
	info.procs = (uint16_t)min(process.thread_count, 65535u);
	info.mem_unit = 1;
	return user_put(args[0], &info);
}

/** getrandom(buffer, size, flags): never waits, the pool is filled at boot */
long sys_getrandom(const uint64_t *args)
{
	uint64_t to = args[0], size = min(args[1], (uint64_t)INT32_MAX);
	unsigned flags = (unsigned)args[2];
	uint8_t chunk[RANDOM_CHUNK];

	if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) ||
		(flags & (GRND_RANDOM | GRND_INSECURE)) == (GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	for (uint64_t done = 0, part; done < size; done += part) {
		part = min(size - done, sizeof(chunk));
		random_bytes(chunk, part);
		if (user_copy_to(to + done, chunk, part))
			return done ? (long)done : -EFAULT;
		if (signal_pending())
			return (long)(done + part);
		sched_yield_point();
	}
	return (long)size;
}

/** personality(persona): kept and reported, without effect: addresses are not randomised anyway */
long sys_personality(const uint64_t *args)
{
	static _Atomic uint32_t persona;

	if ((uint32_t)args[0] == PERSONALITY_ASK)
		return atomic_load(&persona);
	return atomic_exchange(&persona, (uint32_t)args[0]);
}

enum syslog_action { /* syslog(2) */
	SYSLOG_CLOSE = 0,
	SYSLOG_OPEN = 1,
	SYSLOG_READ_ALL = 3,
	SYSLOG_SIZE_BUFFER = 10,
};

static long read_log(uint64_t to, size_t size)
{
	char *text;
	long result;

	size = min(size, LOG_BYTES);
	text = heap_alloc(size ? size : 1);
	if (!text)
		return -ENOMEM;
	size = log_read(text, size);
	result = user_copy_to(to, text, size) ? -EFAULT : (long)size;
	heap_free(text);
	return result;
}

/** syslog(action, buffer, size): dmesg can read, nobody can change */
long sys_syslog(const uint64_t *args)
{
	switch ((int)args[0]) {
	case SYSLOG_CLOSE:
	case SYSLOG_OPEN:
		return 0;
	case SYSLOG_READ_ALL:
		return (int)args[2] < 0 ? -EINVAL : read_log(args[1], (uint32_t)args[2]);
	case SYSLOG_SIZE_BUFFER:
		return LOG_BYTES;
	default:
		return -EPERM;
	}
}

long sys_sethostname(const uint64_t *args)
{
	return -EPERM;
}

long sys_setdomainname(const uint64_t *args)
{
	return -EPERM;
}

long sys_reboot(const uint64_t *args)
{
	return -EPERM;
}

long sys_iopl(const uint64_t *args)
{
	return -EPERM;
}

long sys_ioperm(const uint64_t *args)
{
	return -EPERM;
}
