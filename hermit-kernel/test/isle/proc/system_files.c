/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The files about the whole system: meminfo, cpuinfo, stat, loadavg, uptime, version, filesystems, and the numbers
 * under /proc/sys that HotSpot, Netty and glibc read.
 * @cores 2
 */
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include "test.h"

static long field_after(const char *path, const char *name)
{
	char *text = test_read_file(path), *at = strstr(text, name);
	long value;

	if (!at || (at != text && at[-1] != '\n'))
		test_fail(__FILE__, __LINE__, 0, "%s has no %s", path, name);
	value = strtol(at + strlen(name), NULL, 10);
	free(text);
	return value;
}

static long number_in(const char *path)
{
	char *text = test_read_file(path), *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end != '\n')
		test_fail(__FILE__, __LINE__, 0, "%s is not a number: %s", path, text);
	free(text);
	return value;
}

static void check_memory(void)
{
	long total = field_after("/proc/meminfo", "MemTotal:");
	struct sysinfo info;

	CHECK_EQ(sysinfo(&info), 0);
	CHECK_EQ(total, info.totalram * info.mem_unit / 1024);
	CHECK_OP(total, >, 32 << 10);
	CHECK_OP(field_after("/proc/meminfo", "MemFree:"), <, total);
	CHECK_OP(field_after("/proc/meminfo", "MemFree:"), >, 0);
	CHECK_OP(field_after("/proc/meminfo", "MemAvailable:"), <=, total);
	CHECK_OP(field_after("/proc/meminfo", "MemAvailable:"), >, 0);
	CHECK_OP(field_after("/proc/meminfo", "SwapTotal:"), >=, 0);
	CHECK_OP(field_after("/proc/meminfo", "Cached:"), >=, 0);
	CHECK_OP(field_after("/proc/meminfo", "Buffers:"), >=, 0);
	CHECK_EQ(field_after("/proc/meminfo", "Hugepagesize:"), 2048);
}

static void check_processors(void)
{
	char *text = test_read_file("/proc/cpuinfo"), *at;
	int processors = 0, online = (int)sysconf(_SC_NPROCESSORS_ONLN);

	for (at = text; (at = strstr(at, "processor\t:")); at++)
		processors++;
	CHECK_EQ(processors, online);
	CHECK(strstr(text, "flags\t\t:") && strstr(text, " sse2 "));
	CHECK(strstr(text, "model name\t:") && strstr(text, "cpu MHz\t\t:") && strstr(text, "cpu cores\t:"));
	free(text);
	text = test_read_file("/proc/stat");
	CHECK_EQ(memcmp(text, "cpu ", 4), 0);
	CHECK(strstr(text, "\ncpu0 ") && strstr(text, "\nbtime ") && strstr(text, "\nctxt "));
	free(text);
}

static void check_clocks(void)
{
	double up, idle, load[3];
	char *text = test_read_file("/proc/uptime");

	CHECK_EQ(sscanf(text, "%lf %lf", &up, &idle), 2);
	CHECK(up > 0 && idle >= 0);
	CHECK_OP(up - (double)test_clock_ns(CLOCK_BOOTTIME) / 1e9, <=, 1);
	free(text);
	text = test_read_file("/proc/loadavg");
	CHECK_EQ(sscanf(text, "%lf %lf %lf", &load[0], &load[1], &load[2]), 3);
	free(text);
}

static void check_version(void)
{
	char *text = test_read_file("/proc/sys/kernel/osrelease");
	struct utsname names;

	CHECK_EQ(uname(&names), 0);
	text[strcspn(text, "\n")] = 0;
	CHECK_STR(text, names.release);
	free(text);
	text = test_read_file("/proc/version");
	CHECK(strstr(text, names.release) != NULL);
	free(text);
}

int main(void)
{
	check_memory();
	check_processors();
	check_clocks();
	check_version();
	CHECK_OP(number_in("/proc/sys/kernel/threads-max"), >=, 1000);
	CHECK_OP(number_in("/proc/sys/kernel/pid_max"), >=, 32768);
	CHECK_OP(number_in("/proc/sys/vm/max_map_count"), >=, 65530);
	CHECK_OP(number_in("/proc/sys/vm/overcommit_memory"), <=, 2);
	CHECK_OP(number_in("/proc/sys/vm/mmap_min_addr"), >=, 4096);
	CHECK_OP(number_in("/proc/sys/net/core/somaxconn"), >=, 128);
	return 0;
}
