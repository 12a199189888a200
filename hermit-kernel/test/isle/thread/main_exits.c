/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The main thread may end by pthread_exit while others go on; the process ends with the last thread, with status 0.
 * @cores 2
 * @stdout [ "$(cat)" = "still here" ]
 */
#include "test.h"

static pthread_t main_thread;

static void *body(void *argument TEST_UNUSED)
{
	test_join(main_thread);
	test_sleep_ms(20);
	CHECK_OP(getpid(), >, 0);
	CHECK(getpid() != test_gettid());
	puts("still here");
	return NULL;
}

int main(void)
{
	main_thread = pthread_self();
	test_thread(body, NULL);
	pthread_exit(NULL);
}
