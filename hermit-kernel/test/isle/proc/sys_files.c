/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /sys: the CPU lists, topology and caches, memory nodes and huge-page settings that HotSpot and hwloc-like code read.
 * @cores 2
 */
#include <dirent.h>
#include "test.h"

/* How many CPUs a list such as 0-3,7 names. */
static int count_list(const char *path)
{
	char *text = test_read_file(path), *at = text;
	int count = 0;

	while (*at >= '0' && *at <= '9') {
		long first = strtol(at, &at, 10), last = first;

		if (*at == '-')
			last = strtol(at + 1, &at, 10);
		CHECK_OP(last, >=, first);
		count += (int)(last - first) + 1;
		at += *at == ',';
	}
	CHECK_EQ(*at, '\n');
	free(text);
	return count;
}

static long number_in(const char *format, int index)
{
	char path[256], *text;
	long value;

	snprintf(path, sizeof(path), format, index);
	text = test_read_file(path);
	value = strtol(text, NULL, 10);
	free(text);
	return value;
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static void check_caches(void)
{
	long line = 0;
	int i;

	if (!test_on_isle() && !exists("/sys/devices/system/cpu/cpu0/cache/index0"))
		return; /* some virtual machines of others have none */
	for (i = 0; i < 2; i++) {
		line = number_in("/sys/devices/system/cpu/cpu0/cache/index%d/coherency_line_size", i);
		CHECK(line >= 16 && line <= 1024);
		CHECK_OP(number_in("/sys/devices/system/cpu/cpu0/cache/index%d/level", i), >=, 1);
		CHECK_OP(number_in("/sys/devices/system/cpu/cpu0/cache/index%d/size", i), >, 0);
	}
}

int main(void)
{
	int online = count_list("/sys/devices/system/cpu/online"), i;

	CHECK_EQ(online, sysconf(_SC_NPROCESSORS_ONLN));
	CHECK_OP(count_list("/sys/devices/system/cpu/possible"), >=, online);
	CHECK_OP(count_list("/sys/devices/system/cpu/present"), >=, online);
	CHECK_OP(sysconf(_SC_NPROCESSORS_CONF), >=, online);
	for (i = 0; i < online && i < 4; i++) {
		CHECK_OP(number_in("/sys/devices/system/cpu/cpu%d/topology/core_id", i), >=, 0);
		CHECK_OP(number_in("/sys/devices/system/cpu/cpu%d/topology/physical_package_id", i), >=, 0);
	}
	CHECK_OP(count_list("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list"), >=, 1);
	check_caches();
	if (test_on_isle() || exists("/sys/devices/system/node/online")) {
		CHECK_OP(count_list("/sys/devices/system/node/online"), >=, 1);
		CHECK_OP(count_list("/sys/devices/system/node/node0/cpulist"), >=, 1);
	}
	if (test_on_isle() || exists("/sys/kernel/mm/transparent_hugepage/enabled")) {
		char *text = test_read_file("/sys/kernel/mm/transparent_hugepage/enabled");

		CHECK(strchr(text, '[') && strstr(text, "madvise") && strstr(text, "never"));
		free(text);
		CHECK_EQ(number_in("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", 0), 2 << 20);
	}
	if (test_on_isle())
		CHECK(opendir("/sys/kernel/mm/hugepages") != NULL);
	return 0;
}
