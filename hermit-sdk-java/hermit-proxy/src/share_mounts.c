/* SPDX-License-Identifier: BSD-3-Clause */
#include "share_mounts.h"

#include "fail.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOUNTS      "/proc/self/mountinfo"
#define MOUNT_POINT 5 /* which word of a line, from 1 (proc(5)) */

/* Blanks, tabs, line feeds and backslashes are three octal digits there. */
static void mount_unescape(char *text)
{
	char *to = text;
	for (const char *from = text; *from; from++) {
		if (*from == '\\' && from[1] && from[2] && from[3]) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 3;
		} else {
			*to++ = *from;
		}
	}
	*to = 0;
}

static char *mount_point(char *line)
{
	char *place = NULL, *word = strtok_r(line, " ", &place);
	for (int i = 1; word && i < MOUNT_POINT; i++)
		word = strtok_r(NULL, " ", &place);
	if (word)
		mount_unescape(word);
	return word;
}

static bool mount_is_usable(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode) && access(path, R_OK | X_OK) == 0;
}

static bool mount_is_shared(const struct shares *shares, const char *path)
{
	for (size_t i = 0; i < shares->count; i++)
		if (!strcmp(shares->items[i].path, path))
			return true;
	return false;
}

/* Under the name that the share has; its own path may have links in it. */
static void mount_add_below(struct shares *shares, const struct share *share, const char *point)
{
	char *real = realpath(share->path, NULL);
	size_t length = real ? strlen(real) : 0;
	char *path = length && !strncmp(point, real, length) && point[length] == '/'
			     ? memory_format("%s%s", share->path, point + length)
			     : NULL;
	free(real);
	if (!path || mount_is_shared(shares, path) || !mount_is_usable(path)) {
		free(path);
		return;
	}
	if (shares->count == SHARE_MAX)
		fail_exit(FAIL_USAGE,
			"%s: too many file systems are mounted below the shared folders, at most %u in all; share "
			"less (HERMIT_SHARE)",
			path, SHARE_MAX);
	shares->items[shares->count++] = (struct share){.path = path, .read_only = share->read_only};
}

/* Each belongs to the share right around it, which is the last that encloses it. */
static void mount_add(struct shares *shares, const char *point)
{
	for (size_t i = shares->count; i-- > 0;) {
		size_t before = shares->count;
		mount_add_below(shares, &shares->items[i], point);
		if (shares->count > before)
			return;
	}
}

void share_mounts_add(struct shares *shares)
{
	char *line = NULL;
	size_t size = 0;
	FILE *file = shares->count ? fopen(MOUNTS, "re") : NULL;
	while (file && getline(&line, &size, file) > 0) {
		char *point = mount_point(line);
		if (point)
			mount_add(shares, point);
	}
	free(line);
	if (file)
		fclose(file);
	share_sort(shares);
}
