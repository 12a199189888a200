/* SPDX-License-Identifier: BSD-3-Clause */
#include "host.h"

#include "memory.h"
#include "parse.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define HOST_FILE_MAX 65536u

char *host_read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	char *text = memory_resize(NULL, HOST_FILE_MAX + 1);
	size_t used = 0;
	ssize_t got;
	while (used < HOST_FILE_MAX && (got = read(fd, text + used, HOST_FILE_MAX - used)) > 0)
		used += (size_t)got;
	close(fd);
	text[used] = 0;
	return text;
}

void host_usable_cpus(struct cpulist *cpus)
{
	*cpus = (struct cpulist){0};
	cpu_set_t *set = CPU_ALLOC(CPULIST_MAX);
	size_t size = CPU_ALLOC_SIZE(CPULIST_MAX);
	if (set && sched_getaffinity(0, size, set) == 0)
		for (unsigned cpu = 0; cpu < CPULIST_MAX; cpu++)
			if (CPU_ISSET_S(cpu, size, set))
				cpulist_add(cpus, cpu);
	CPU_FREE(set);
	if (!cpus->count)
		cpulist_add(cpus, 0); /* whoever runs, runs somewhere */
}

int host_node_cpus(unsigned node, struct cpulist *cpus)
{
	char *path = memory_format("/sys/devices/system/node/node%u/cpulist", node);
	char *text = host_read_file(path);
	free(path);
	if (!text)
		return -ENOENT;
	text[strcspn(text, "\n")] = 0;
	if (cpulist_parse(text, cpus) < 0)
		*cpus = (struct cpulist){0}; /* a node of memory only */
	free(text);
	return 0;
}

static uint64_t host_meminfo_available(void)
{
	uint64_t kib = 0;
	char *text = host_read_file("/proc/meminfo");
	const char *line = text ? strstr(text, "\nMemAvailable:") : NULL;
	if (line)
		kib = strtoull(line + sizeof("\nMemAvailable:") - 1, NULL, 10);
	free(text);
	struct sysinfo info;
	if (!kib && sysinfo(&info) == 0)
		return (uint64_t)info.freeram * info.mem_unit;
	return kib << 10;
}

static int host_cgroup_number(const char *group, const char *file, uint64_t *number)
{
	char *path = memory_format("/sys/fs/cgroup%s/%s", group, file);
	char *text = host_read_file(path);
	int status = -ENOENT;
	if (text) {
		text[strcspn(text, "\n")] = 0;
		status = parse_unsigned(text, 0, UINT64_MAX, number); /* "max" is no number: no limit */
	}
	free(text);
	free(path);
	return status;
}

/* Control groups, version 2: each group on the way up may set a limit of its own. */
static uint64_t host_cgroup_available(uint64_t available)
{
	char *text = host_read_file("/proc/self/cgroup");
	char *group = text ? strstr(text, "0::/") : NULL;
	uint64_t limit, used;
	if (group) {
		group += 3;
		group[strcspn(group, "\n")] = 0;
	}
	while (group && *group) {
		if (!host_cgroup_number(group, "memory.max", &limit) &&
			!host_cgroup_number(group, "memory.current", &used) &&
			(used < limit ? limit - used : 0) < available)
			available = used < limit ? limit - used : 0;
		*strrchr(group, '/') = 0;
	}
	free(text);
	return available;
}

uint64_t host_available_memory(void)
{
	return host_cgroup_available(host_meminfo_available());
}
