/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "qmp.h"

#include <errno.h>

static void threads_in_any_order(void **state)
{
	(void)state;
	pid_t threads[2];
	assert_int_equal(qmp_parse_cpu_threads(
				 "{\"return\": [{\"thread-id\": 12, \"props\": {\"core-id\": 0, \"thread-id\": 0}, "
				 "\"cpu-index\": 1}, {\"cpu-index\": 0, \"thread-id\": 11}]}",
				 threads, 2),
		0);
	assert_int_equal(threads[0], 11);
	assert_int_equal(threads[1], 12);
}

static void wrong_answers(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "{\"return\": {}}", "{\"return\": []}",
		"{\"return\": [{\"cpu-index\": 0}]}", "{\"return\": [{\"thread-id\": 1}]}",
		"{\"return\": [{\"cpu-index\": 5, \"thread-id\": 1}]}",
		"{\"return\": [{\"cpu-index\": 0, \"thread-id\": 1",
		"{\"return\": [{\"cpu-index\": x, \"thread-id\": 1}]}",
		"{\"return\": [{\"cpu-index\": 0, \"thread-id\": 1}, {\"cpu-index\": 0, \"thread-id\": 2}]}",
		"{\"return\": [{\"cpu-index\": 0, \"thread-id\": 0}, {\"cpu-index\": 1, \"thread-id\": 2}]}"};
	pid_t threads[2];
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(qmp_parse_cpu_threads(wrong[i], threads, 2), -EPROTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_in_any_order),
		cmocka_unit_test(wrong_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
