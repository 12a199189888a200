/* SPDX-License-Identifier: BSD-3-Clause */
/* The signal of pthread_cancel is not the program's to handle, so a program cannot break cancellation with it. */
#include "test.h"
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static void *run(void *argument)
{
	sleep(1000);
	return argument;
}

int main(void)
{
	struct sigaction action = {.sa_handler = SIG_IGN};
	pthread_t thread;
	void *result;
	for (int i = 0; i < 2; i++) {
		CHECK_FAILS(sigaction(32, &action, NULL), EINVAL);
		CHECK(signal(32, SIG_IGN) == SIG_ERR);
		CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
		CHECK_EQ(pthread_cancel(thread), 0);
		CHECK_EQ(pthread_join(thread, &result), 0);
		CHECK(result == PTHREAD_CANCELED);
	}
	return 0;
}
