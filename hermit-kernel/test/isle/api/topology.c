/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/topology.h says what /sys says; wrong numbers, sizes and pointers are refused.
 * @only isle
 * @cores 4
 */
#include <hermit/hermit.h>
#include "test.h"

static long sysfs(const char *format, int a, int b)
{
	char path[256], *text;
	long value;

	snprintf(path, sizeof(path), format, a, b);
	text = test_read_file(path);
	value = atol(text);
	free(text);
	return value;
}

static void check_core(int core)
{
	struct hermit_core_info info = {.size = sizeof(info)};

	CHECK_EQ(hermit_core_info(core, &info), 0);
	CHECK_EQ(info.size, sizeof(info));
	CHECK_EQ(info.core, core);
	CHECK_OP(info.node, <, hermit_node_count());
	CHECK_EQ(info.package, sysfs("/sys/devices/system/cpu/cpu%d/topology/physical_package_id", core, 0));
	CHECK_EQ(info.physical, sysfs("/sys/devices/system/cpu/cpu%d/topology/core_id", core, 0));
	CHECK_EQ(info.thread, 0);
	CHECK_EQ(info.reserved, 0);
}

static void check_caches(int core)
{
	struct hermit_cache_info info = {.size = sizeof(info)};
	int index;

	for (index = 0; hermit_cache_info(core, index, &info) == 0; index++) {
		CHECK_EQ(info.level, sysfs("/sys/devices/system/cpu/cpu%d/cache/index%d/level", core, index));
		CHECK_EQ(info.capacity >> 10, sysfs("/sys/devices/system/cpu/cpu%d/cache/index%d/size", core, index));
		CHECK_EQ(info.line,
			sysfs("/sys/devices/system/cpu/cpu%d/cache/index%d/coherency_line_size", core, index));
		CHECK_EQ(info.ways,
			sysfs("/sys/devices/system/cpu/cpu%d/cache/index%d/ways_of_associativity", core, index));
		CHECK_EQ(info.first_core,
			sysfs("/sys/devices/system/cpu/cpu%d/cache/index%d/shared_cpu_list", core, index));
		CHECK(info.type == HERMIT_CACHE_DATA || info.type == HERMIT_CACHE_INSTRUCTION ||
			info.type == HERMIT_CACHE_UNIFIED);
		CHECK_OP(info.sharing, >=, 1);
	}
	CHECK_EQ(hermit_cache_info(core, index, &info), -ENOENT);
	CHECK_EQ(hermit_cache_info(core, -1, &info), -EINVAL);
}

static void check_errors(void)
{
	struct hermit_core_info info = {.size = sizeof(info) - 1};
	struct hermit_cache_info cache = {.size = sizeof(cache)};

	CHECK_EQ(hermit_core_info(0, &info), -EINVAL);
	info.size = 2 * sizeof(info); /* of a later version: gets what there is */
	CHECK_EQ(hermit_core_info(0, &info), 0);
	CHECK_EQ(info.size, sizeof(info));
	CHECK_EQ(hermit_core_info(4, &info), -EINVAL);
	CHECK_EQ(hermit_core_info(-1, &info), -EINVAL);
	CHECK_EQ(hermit_core_info(0, BAD_POINTER), -EFAULT);
	CHECK_EQ(hermit_cache_info(4, 0, &cache), -EINVAL);
	CHECK_EQ(hermit_node_distance(0, hermit_node_count()), -EINVAL);
	CHECK_EQ(hermit_node_distance(-1, 0), -EINVAL);
}

int main(void)
{
	int core;

	CHECK_EQ(hermit_core_count(), 4);
	CHECK_EQ(hermit_node_count(), 1);
	CHECK_EQ(hermit_node_distance(0, 0), 10);
	for (core = 0; core < 4; core++) {
		check_core(core);
		check_caches(core);
	}
	check_errors();
	return 0;
}
