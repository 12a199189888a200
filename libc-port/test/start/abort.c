/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * abort ends the program by SIGABRT, even with a handler that returns.
 * @expect-exit 134
 */
#include "test.h"
#include <signal.h>

static volatile int handled;

static void handler(int number)
{
	handled = number;
}

int main(void)
{
	signal(SIGABRT, handler);
	abort();
}
