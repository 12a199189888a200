/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The main thread's stack grows on demand as far as its limit promises; pthread_getattr_np (which HotSpot asks) finds
 * it.
 */
#include <sys/resource.h>
#include "test.h"

static __attribute__((noinline)) int descend(int depth)
{
	volatile char frame[32768];
	size_t i;

	for (i = 0; i < sizeof(frame); i += 512)
		frame[i] = (char)depth;
	if (depth > 0 && descend(depth - 1) != depth - 1)
		return -1;
	for (i = 0; i < sizeof(frame); i += 512)
		if (frame[i] != (char)depth)
			return -1;
	return depth;
}

int main(void)
{
	pthread_attr_t attributes;
	struct rlimit limit;
	char local;
	void *low;
	size_t size;

	CHECK_EQ(getrlimit(RLIMIT_STACK, &limit), 0);
	CHECK_OP(limit.rlim_cur, >=, 8 << 20);
	CHECK_EQ(pthread_getattr_np(pthread_self(), &attributes), 0);
	CHECK_EQ(pthread_attr_getstack(&attributes, &low, &size), 0);
	CHECK_OP(&local, >, low);
	CHECK_OP(&local, <, (char *)low + size);
	CHECK_OP(size, >=, 7 << 20);
	CHECK_EQ(descend(200), 200); /* 6.4 MiB */
	return 0;
}
