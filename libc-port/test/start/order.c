/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Constructors run before main in the order of their priorities, then exit handlers backwards, then destructors;
 * buffers are written at the end.
 * @stdout diff - <(printf 'ABmain21D')
 */
#include "test.h"
#include <unistd.h>

static char seen[8];

static __attribute__((constructor(201))) void second(void)
{
	strcat(seen, "B");
}

static __attribute__((constructor(200))) void first(void)
{
	strcat(seen, "A");
}

static __attribute__((destructor)) void last(void)
{
	printf("D");
}

static void handler_1(void)
{
	printf("1");
}

static void handler_2(void)
{
	printf("2");
}

int main(void)
{
	CHECK_EQ(atexit(handler_1), 0);
	CHECK_EQ(atexit(handler_2), 0);
	printf("%smain", seen);
	return 0;
}
