/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A measurement that begins on cue: so that whoever started the program can set the scene when the program has done all
 * that comes before.
 */
#ifndef NATIVE_CUE_H
#define NATIVE_CUE_H

/* A row of a table of options; `wanted` is a long. */
#define CUE_OPTION(wanted)                                                                                             \
	{                                                                                                              \
		.name = "cue", .meaning = "1: measure once a line comes on standard input", .number = &(wanted),       \
		.minimum = 0, .maximum = 1                                                                             \
	}

/* If wanted: prints "ready", and waits for a line. Its lack ends the program with status 2. */
void cue_await(long wanted);

#endif
