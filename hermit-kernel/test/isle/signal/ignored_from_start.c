/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals that were ignored when the program was started are ignored in it, the others have their default action; a
 * handler that the program sets counts all the same.
 * @ignore HUP,QUIT
 */
#include "test.h"

static volatile int handled;

static void handler(int number)
{
	handled = number;
}

int main(void)
{
	struct sigaction action;
	int number;

	for (number = 1; number < 32; number++) {
		bool ignored = number == SIGHUP || number == SIGQUIT;

		if (number == SIGALRM || number == SIGKILL || number == SIGSTOP)
			continue;
		CHECK_EQ(sigaction(number, NULL, &action), 0);
		CHECK_EQ(action.sa_handler == SIG_IGN, ignored);
	}
	CHECK_EQ(raise(SIGHUP), 0);
	signal(SIGQUIT, handler);
	CHECK_EQ(raise(SIGQUIT), 0);
	CHECK_EQ(handled, SIGQUIT);
	return 0;
}
