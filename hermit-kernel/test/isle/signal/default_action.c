/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a signal without handler does: the process ends by it (128 + number for the shell), or nothing happens.
 * @case hup 129 1
 * @case int 130 2
 * @case quit 131 3
 * @case ill 132 4
 * @case abrt 134 6
 * @case bus 135 7
 * @case fpe 136 8
 * @case kill 137 9
 * @case usr1 138 10
 * @case segv 139 11
 * @case pipe 141 13
 * @case term 143 15
 * @case rtmin 162 34
 * @case chld_ignored 0 17
 * @case cont_ignored 0 18
 * @case urg_ignored 0 23
 * @case winch_ignored 0 28
 */
#include <sys/resource.h>
#include "test.h"

int main(int argc, char **argv)
{
	struct rlimit none = {0, 0};
	sigset_t empty = test_sigset(0);

	CHECK_EQ(argc, 2);
	setrlimit(RLIMIT_CORE, &none);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &empty, NULL), 0);
	CHECK_EQ(signal(atoi(argv[1]), SIG_DFL) == SIG_ERR && atoi(argv[1]) != SIGKILL, 0);
	CHECK_EQ(kill(getpid(), atoi(argv[1])), 0);
	CHECK_EQ(sched_yield(), 0);
	return 0;
}
