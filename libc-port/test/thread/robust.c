/* SPDX-License-Identifier: BSD-3-Clause */
/* Robust mutexes are refused, not promised and forgotten. */
#include "test.h"
#include <pthread.h>

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	int robust = -1;
	CHECK_EQ(pthread_mutexattr_init(&attributes), 0);
	CHECK_EQ(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), ENOTSUP);
	CHECK_EQ(pthread_mutexattr_setrobust(&attributes, 7), EINVAL);
	CHECK_EQ(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_STALLED), 0);
	CHECK_EQ(pthread_mutexattr_getrobust(&attributes, &robust), 0);
	CHECK_EQ(robust, PTHREAD_MUTEX_STALLED);
	CHECK_EQ(pthread_mutex_consistent(&mutex), EINVAL);
	return 0;
}
