/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread names: prctl, pthread_setname_np (which writes /proc/self/task/N/comm for others), at most 15 bytes.
 */
#include <sys/prctl.h>
#include "test.h"

static volatile int stop;

static void *body(void *argument TEST_UNUSED)
{
	while (!stop)
		test_sleep_ms(1);
	return NULL;
}

int main(void)
{
	pthread_t thread;
	char name[16], *text;

	CHECK_EQ(prctl(PR_GET_NAME, name), 0);
	CHECK_STR(name, "names"); /* the file's */
	CHECK_EQ(prctl(PR_SET_NAME, "a name that is too long"), 0);
	CHECK_EQ(prctl(PR_GET_NAME, name), 0);
	CHECK_STR(name, "a name that is ");
	text = test_read_file("/proc/self/comm");
	CHECK_STR(text, "a name that is \n");
	free(text);

	thread = test_thread(body, NULL);
	CHECK_EQ(pthread_getname_np(thread, name, sizeof(name)), 0);
	CHECK_STR(name, "a name that is "); /* inherited */
	CHECK_EQ(pthread_setname_np(thread, "GC Thread#0"), 0);
	CHECK_EQ(pthread_getname_np(thread, name, sizeof(name)), 0);
	CHECK_STR(name, "GC Thread#0");
	CHECK_EQ(pthread_setname_np(thread, "0123456789abcdef"), ERANGE);
	stop = 1;
	test_join(thread);
	CHECK_EQ(prctl(PR_GET_NAME, name), 0);
	CHECK_STR(name, "a name that is ");
	return 0;
}
