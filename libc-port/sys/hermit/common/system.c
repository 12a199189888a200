/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts of the system. */
#include "port.h"
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#define PAGE_BYTES 4096

int uname(struct utsname *name)
{
	return port_result(port_call(SYS_uname, name));
}

int gethostname(char *name, size_t size)
{
	struct utsname facts;
	if (uname(&facts) < 0)
		return -1;
	size_t needed = strlen(facts.nodename) + 1;
	if (needed > size) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, facts.nodename, needed);
	return 0;
}

int getpagesize(void)
{
	return PAGE_BYTES;
}

int getdtablesize(void)
{
	struct rlimit limit;
	return getrlimit(RLIMIT_NOFILE, &limit) < 0 ? 256 : (int)limit.rlim_cur;
}

/* What sysinfo(2) fills. */
struct kernel_sysinfo {
	long uptime;
	unsigned long loads[3], total, free, shared, buffers, swap_total, swap_free;
	unsigned short processes, pad;
	unsigned long high_total, high_free;
	unsigned int unit;
};

static long sysconf_pages(int available)
{
	struct kernel_sysinfo facts;
	if (port_result(port_call(SYS_sysinfo, &facts)) < 0)
		return -1;
	return (available ? facts.free : facts.total) * facts.unit / PAGE_BYTES;
}

static long sysconf_cores(void)
{
	cpu_set_t cores;
	if (sched_getaffinity(0, sizeof(cores), &cores) < 0)
		return -1;
	return CPU_COUNT(&cores);
}

long sysconf(int name)
{
	switch (name) {
	case _SC_PAGESIZE:
		return PAGE_BYTES;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return sysconf_cores();
	case _SC_PHYS_PAGES:
		return sysconf_pages(0);
	case _SC_AVPHYS_PAGES:
		return sysconf_pages(1);
	case _SC_OPEN_MAX:
		return getdtablesize();
	case _SC_CLK_TCK:
		return 100;
	case _SC_ARG_MAX:
		return 131072;
	case _SC_HOST_NAME_MAX:
		return 64;
	case _SC_IOV_MAX:
		return 1024;
	case _SC_CHILD_MAX:
		return 0;
	case _SC_NGROUPS_MAX:
		return 0;
	case _SC_LINE_MAX:
		return 2048;
	case _SC_VERSION:
	case _SC_FSYNC:
	case _SC_MAPPED_FILES:
	case _SC_MEMORY_PROTECTION:
	case _SC_MONOTONIC_CLOCK:
	case _SC_THREADS:
	case _SC_THREAD_SAFE_FUNCTIONS:
	case _SC_SEMAPHORES:
	case _SC_BARRIERS:
	case _SC_SPIN_LOCKS:
	case _SC_READER_WRITER_LOCKS:
		return _POSIX_VERSION;
	case _SC_THREAD_KEYS_MAX:
		return PTHREAD_KEYS_MAX;
	case _SC_THREAD_STACK_MIN:
		return PTHREAD_STACK_MIN;
	case _SC_THREAD_DESTRUCTOR_ITERATIONS:
		return PTHREAD_DESTRUCTOR_ITERATIONS;
	case _SC_SEM_VALUE_MAX:
		return 0x7fffffff;
	default:
		errno = EINVAL;
		return -1;
	}
}

ssize_t getrandom(void *bytes, size_t size, unsigned int flags)
{
	return port_result(port_block(SYS_getrandom, bytes, size, flags));
}

int getentropy(void *bytes, size_t size)
{
	if (size > 256) {
		errno = EIO;
		return -1;
	}
	for (size_t done = 0; done < size;) {
		ssize_t got = getrandom((char *)bytes + done, size - done, 0);
		if (got < 0 && errno != EINTR)
			return -1;
		done += got > 0 ? got : 0;
	}
	return 0;
}
