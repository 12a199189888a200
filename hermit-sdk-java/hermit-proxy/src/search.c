/* SPDX-License-Identifier: BSD-3-Clause */
#include "search.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *search_path(const char *name)
{
	const char *path = getenv("PATH");
	for (path = path ? path : "/usr/bin:/bin"; *path; path += *path == ':') {
		size_t length = strcspn(path, ":");
		char *candidate = memory_format("%.*s/%s", (int)length, path, name);
		struct stat status;
		if (length && stat(candidate, &status) == 0 && S_ISREG(status.st_mode) && access(candidate, X_OK) == 0)
			return candidate;
		free(candidate);
		path += length;
	}
	return NULL;
}
