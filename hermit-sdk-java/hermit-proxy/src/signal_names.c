/* SPDX-License-Identifier: BSD-3-Clause */
#include "signal_names.h"

#include "parse.h"

#include <string.h>
#include <strings.h>

#define SIGNALS_LAST 64

int signal_number(const char *name)
{
	uint64_t number;
	if (!parse_unsigned(name, 1, SIGNALS_LAST, &number))
		return (int)number;
	if (!strncasecmp(name, "SIG", 3))
		name += 3;
	for (int i = 1; i <= SIGNALS_LAST; i++) {
		const char *known = sigabbrev_np(i);
		if (known && !strcasecmp(known, name))
			return i;
	}
	return 0;
}
