/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every file that HotSpot, its tools and the C library look for under /proc, /sys, /dev and /etc is there and can be
 * read.
 * @only isle
 */
#include <dirent.h>
#include "test.h"

static const char *const files[] = {
	"/proc/self/exe",
	"/proc/self/maps",
	"/proc/self/smaps",
	"/proc/self/stat",
	"/proc/self/statm",
	"/proc/self/status",
	"/proc/self/mountinfo",
	"/proc/self/cgroup",
	"/proc/self/coredump_filter",
	"/proc/self/limits",
	"/proc/self/auxv",
	"/proc/self/cmdline",
	"/proc/self/environ",
	"/proc/meminfo",
	"/proc/cpuinfo",
	"/proc/stat",
	"/proc/loadavg",
	"/proc/uptime",
	"/proc/version",
	"/proc/cgroups",
	"/proc/mounts",
	"/proc/net/if_inet6",
	"/proc/sys/kernel/threads-max",
	"/proc/sys/kernel/pid_max",
	"/proc/sys/kernel/osrelease",
	"/proc/sys/vm/max_map_count",
	"/proc/sys/vm/overcommit_memory",
	"/proc/sys/vm/mmap_min_addr",
	"/proc/sys/net/core/somaxconn",
	"/sys/devices/system/cpu/online",
	"/sys/devices/system/cpu/possible",
	"/sys/devices/system/cpu/present",
	"/sys/devices/system/cpu/cpu0/topology/core_id",
	"/sys/devices/system/node/online",
	"/sys/kernel/mm/transparent_hugepage/enabled",
	"/etc/passwd",
	"/etc/group",
	"/etc/hosts",
	"/etc/nsswitch.conf",
	"/etc/resolv.conf",
};

static const char *const folders[] = {
	"/proc/self/task",
	"/proc/self/fd",
	"/sys/devices/system/cpu/cpu0/topology",
	"/sys/devices/system/cpu/cpu0/cache",
	"/sys/devices/system/node",
	"/sys/kernel/mm/hugepages",
	"/dev/shm",
	"/tmp",
};

static int complain(const char *what, const char *path)
{
	fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
	return 1;
}

static int check_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	char bytes[4096];
	ssize_t n;

	if (fd < 0)
		return complain("cannot open", path);
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		;
	close(fd);
	return n < 0 ? complain("cannot read", path) : 0;
}

static int check_folder(const char *path)
{
	DIR *folder = opendir(path);

	if (!folder)
		return complain("cannot list", path);
	closedir(folder);
	return 0;
}

int main(void)
{
	int missing = 0;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		missing += check_file(files[i]);
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		missing += check_folder(folders[i]);
	CHECK_EQ(missing, 0);
	return 0;
}
