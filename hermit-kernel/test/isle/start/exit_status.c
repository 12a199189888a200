/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The exit status is the low byte of what the program asked for, by whichever way it ends.
 * @case zero 0 exit 0
 * @case one 1 exit 1
 * @case max 255 exit 255
 * @case wraps 2 exit 258
 * @case negative 255 exit -1
 * @case return 42 return 42
 * @case raw_exit 43 raw 43
 * @case group 44 group 44
 */
#include "test.h"

int main(int argc, char **argv)
{
	int status;

	CHECK_EQ(argc, 3);
	status = atoi(argv[2]);
	if (strcmp(argv[1], "exit") == 0)
		exit(status);
	if (strcmp(argv[1], "raw") == 0)
		syscall(SYS_exit, status);
	if (strcmp(argv[1], "group") == 0)
		syscall(SYS_exit_group, status);
	return status;
}
