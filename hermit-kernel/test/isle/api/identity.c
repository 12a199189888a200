/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/isle.h: kind, number and name of the isle; shutdown ends it with a status, at once.
 * @only isle
 * @case errors 0
 * @case shutdown 42 42
 * @case shutdown_late 7 7 handlers
 */
#include <hermit/hermit.h>
#include "test.h"

static void too_late(void)
{
	_exit(99);
}

int main(int argc, char **argv)
{
	char name[256], host[256];

	CHECK_EQ(hermit_version(), HERMIT_VERSION_MAJOR << 16 | HERMIT_VERSION_MINOR);
	CHECK_EQ(hermit_isle_kind(), HERMIT_ISLE_KIND_VM);
	CHECK_EQ(hermit_isle_number(), 0);
	CHECK_EQ(gethostname(host, sizeof(host)), 0);
	CHECK_EQ(hermit_isle_name(name, sizeof(name)), strlen(host));
	CHECK_STR(name, host);
	CHECK_EQ(hermit_isle_name(name, strlen(host)), -ERANGE);
	CHECK_EQ(hermit_isle_name(name, 0), -ERANGE);
	CHECK_EQ(hermit_isle_name(BAD_POINTER, sizeof(name)), -EFAULT);
	CHECK_EQ(hermit_isle_shutdown(-1), -EINVAL);
	CHECK_EQ(hermit_isle_shutdown(256), -EINVAL);
	if (argc > 2)
		atexit(too_late);
	if (argc > 1)
		hermit_isle_shutdown(atoi(argv[1]));
	return 0;
}
