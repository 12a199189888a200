/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * uname and sysinfo: Linux by name, a release that glibc accepts, this machine; memory and load plausible.
 */
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include "test.h"

int main(void)
{
	struct utsname names;
	struct sysinfo info;
	int version, patch;

	CHECK_EQ(uname(&names), 0);
	CHECK_STR(names.sysname, "Linux");
	CHECK_STR(names.machine, "x86_64");
	CHECK(names.nodename[0] && names.version[0]);
	CHECK_EQ(sscanf(names.release, "%d.%d", &version, &patch), 2);
	CHECK_OP(version, >=, 4);
	CHECK_EQ(sysinfo(&info), 0);
	CHECK_OP(info.mem_unit, >=, 1);
	CHECK_OP(info.totalram * info.mem_unit, >, 32 << 20);
	CHECK_OP(info.freeram, <, info.totalram);
	CHECK_OP(info.freeram, >, 0);
	CHECK_OP(info.uptime, >=, 0);
	CHECK_OP(info.uptime, <=, test_clock_ns(CLOCK_BOOTTIME) / 1000000000 + 1);
	CHECK_OP(info.procs, >=, 1);
	CHECK_OP(sysconf(_SC_PHYS_PAGES), >, 0);
	CHECK_OP(sysconf(_SC_AVPHYS_PAGES), <=, sysconf(_SC_PHYS_PAGES));
	return 0;
}
