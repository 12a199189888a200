/* SPDX-License-Identifier: BSD-3-Clause */
#include "environment.h"

#include "memory.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool environment_passes(const char *name, const struct strings *patterns)
{
	if (!patterns || !patterns->count)
		return strncmp(name, "HERMIT_", 7) != 0;
	for (size_t i = 0; i < patterns->count; i++)
		if (!fnmatch(patterns->items[i], name, 0))
			return true;
	return false;
}

void environment_copy(struct strings *environment, const struct strings *patterns)
{
	for (char **variable = environ; variable && *variable; variable++) {
		char *name = memory_format("%.*s", (int)strcspn(*variable, "="), *variable);
		if (environment_passes(name, patterns))
			strings_add(environment, *variable);
		free(name);
	}
}

void environment_default(struct strings *environment, const char *assignment)
{
	size_t length = strcspn(assignment, "=") + 1;
	for (size_t i = 0; i < environment->count; i++)
		if (!strncmp(environment->items[i], assignment, length))
			return;
	strings_add(environment, assignment);
}
