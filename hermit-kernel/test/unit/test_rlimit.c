// sources: sched/rlimit.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* sched/rlimit.c: what may be set, and that a refused change changes nothing. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sched/rlimit.h"

static struct rlimit64 get(int resource)
{
	struct rlimit64 limit;

	assert_int_equal(rlimit_exchange(resource, NULL, &limit), 0);
	return limit;
}

static void soft_limit_moves_below_the_hard_one(void **state)
{
	struct rlimit64 old, wanted = get(RLIMIT_NOFILE);

	wanted.rlim_cur = wanted.rlim_max;
	assert_int_equal(rlimit_exchange(RLIMIT_NOFILE, &wanted, &old), 0);
	assert_int_equal(old.rlim_cur, 1024);
	assert_int_equal(rlimit_get(RLIMIT_NOFILE), wanted.rlim_max);
	assert_int_equal(rlimit_exchange(RLIMIT_NOFILE, &old, NULL), 0);
	assert_int_equal(rlimit_get(RLIMIT_NOFILE), 1024);
}

static void hard_limit_only_sinks(void **state)
{
	struct rlimit64 wanted = {10, 20}, above = {10, 21};

	assert_int_equal(rlimit_exchange(RLIMIT_MSGQUEUE, &wanted, NULL), 0);
	assert_int_equal(rlimit_exchange(RLIMIT_MSGQUEUE, &above, NULL), -EPERM);
	assert_int_equal(get(RLIMIT_MSGQUEUE).rlim_max, 20);
	assert_int_equal(get(RLIMIT_MSGQUEUE).rlim_cur, 10);
}

static void bad_arguments(void **state)
{
	struct rlimit64 crossed = {30, 20};

	assert_int_equal(rlimit_exchange(-1, NULL, NULL), -EINVAL);
	assert_int_equal(rlimit_exchange(RLIM_NLIMITS, NULL, NULL), -EINVAL);
	assert_int_equal(rlimit_exchange(RLIMIT_STACK, &crossed, NULL), -EINVAL);
	assert_int_equal(rlimit_get(RLIMIT_STACK), 8 << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(soft_limit_moves_below_the_hard_one),
		cmocka_unit_test(hard_limit_only_sinks),
		cmocka_unit_test(bad_arguments),
	};

	return cmocka_run_group_tests_name("rlimit", tests, NULL, NULL);
}
