/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A quiet core of the isle, on which the kernel lets nothing but the calling thread happen: HERMIT_CORE_QUIET in
 * hermit/core.h. Whatever cannot be ends the program: a wrong core or Linux with status 2, a broken promise with 1.
 */
#ifndef NATIVE_QUIET_H
#define NATIVE_QUIET_H

/* A row of a table of options; `core` is a long. */
#define QUIET_OPTION(core)                                                                                             \
	{                                                                                                              \
		.name = "quiet-core", .meaning = "core of the isle to hold; -1: any, shared", .number = &(core),       \
		.minimum = -1, .maximum = 1023                                                                         \
	}

/* Hold the core; the calling thread moves there. */
void quiet_hold(long core);

/* What happens from here on … */
void quiet_begin(long core);

/* … to here is printed, and must be nothing. Lets the core go. */
void quiet_end(long core);

#endif
