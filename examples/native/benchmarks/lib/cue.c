/* SPDX-License-Identifier: BSD-3-Clause */
#include "cue.h"

#include "options.h"

#include <stdio.h>

void cue_await(long wanted)
{
	int c;
	if (!wanted)
		return;
	puts("ready");
	fflush(stdout);
	while ((c = getchar()) != '\n')
		if (c == EOF)
			options_refuse("--cue 1: standard input ended before a line came");
}
