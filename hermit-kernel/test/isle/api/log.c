/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/log.h, hermit/time.h: lines reach the kernel's log; the clocks agree.
 * @only isle
 * @env HERMIT_VERBOSE=1
 */
#include <hermit/hermit.h>
#include "test.h"

static void check_clocks(void)
{
	int64_t hz = hermit_tsc_hz(), ns = hermit_time_ns();
	uint64_t tsc = hermit_tsc();

	CHECK_OP(hz, >, 100000000);
	CHECK_OP(ns, <=, test_now_ns());
	test_sleep_ms(100);
	ns = hermit_time_ns() - ns;
	tsc = hermit_tsc() - tsc;
	CHECK_OP(ns, >=, 100000000);
	/* to one per cent and what lies between the readings */
	CHECK_OP((double)tsc / (double)hz * 1e9, >, (double)ns * 0.9);
	CHECK_OP((double)tsc / (double)hz * 1e9, <, (double)ns * 1.1 + 5e7);
}

int main(void)
{
	const char line[] = "a line of the program's\n";
	char text[1 << 16], *found;
	int length;

	check_clocks();
	CHECK_EQ(hermit_log(line, sizeof(line) - 1), sizeof(line) - 1);
	CHECK_EQ(hermit_log(line, 0), -EINVAL);
	CHECK_EQ(hermit_log(BAD_POINTER, 5), -EFAULT);
	CHECK_EQ(hermit_log(text, sizeof(text)), 200);
	length = (int)OK(syscall(SYS_syslog, 3, text, sizeof(text) - 1)); /* read all */
	text[length] = 0;
	found = strstr(text, "log: a line of the program's?");
	CHECK(found != NULL);
	return 0;
}
