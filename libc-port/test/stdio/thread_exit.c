/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Only a thread other than the first one prints, and the program ends with the last thread: its words are written.
 * @stdout grep -qx 'from a thread'
 */
#include "test.h"
#include <pthread.h>
#include <unistd.h>

static void *run(void *argument)
{
	(void)argument;
	usleep(50000);
	printf("from a thread\n");
	return NULL;
}

int main(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, NULL) != 0)
		return 1;
	pthread_detach(thread);
	pthread_exit(NULL);
}
