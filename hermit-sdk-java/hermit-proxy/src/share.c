/* SPDX-License-Identifier: BSD-3-Clause */
#include "share.h"

#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool share_encloses(const char *folder, const char *path)
{
	size_t length = strlen(folder);
	return !strncmp(folder, path, length) && (path[length] == '/' || path[length] == 0);
}

/* A component "." or "..", or an empty one. */
static bool share_is_tangled(const char *path)
{
	for (const char *p = path; *p; p += strcspn(p, "/")) {
		size_t length = strcspn(++p, "/");
		if (length == 0 || (length <= 2 && !strncmp(p, "..", length)))
			return true;
	}
	return false;
}

/* Symbolic links stay as the user wrote them, so that the program finds the folder by the same name. */
static char *share_make_absolute(const char *path)
{
	if (path[0] == '/' && !share_is_tangled(path))
		return memory_copy_text(path);
	return realpath(path, NULL);
}

static const char *share_check_folder(const char *path)
{
	static const char *const own[] = {"/proc", "/sys", "/dev"};
	struct stat status;
	if (stat(path, &status) < 0)
		return strerror(errno);
	if (!S_ISDIR(status.st_mode))
		return "not a folder";
	if (access(path, R_OK | X_OK) < 0)
		return strerror(errno);
	if (!strcmp(path, "/"))
		return "the isle has a root folder of its own; share folders below it";
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (share_encloses(own[i], path))
			return "the isle's kernel has its own /proc, /sys and /dev";
	if (strlen(path) >= 4096)
		return strerror(ENAMETOOLONG);
	return NULL;
}

static void share_remove(struct shares *shares, size_t index)
{
	free(shares->items[index].path);
	shares->count--;
	memmove(&shares->items[index], &shares->items[index + 1], (shares->count - index) * sizeof(struct share));
}

static const char *share_insert(struct shares *shares, char *path, bool read_only)
{
	for (size_t i = 0; i < shares->count; i++)
		if (!strcmp(shares->items[i].path, path)) {
			share_remove(shares, i);
			break;
		}
	if (shares->count == SHARE_MAX) {
		free(path);
		return "too many folders, at most 20";
	}
	shares->items[shares->count++] = (struct share){.path = path, .read_only = read_only};
	return NULL;
}

const char *share_add(struct shares *shares, const char *text)
{
	char *name = memory_copy_text(text);
	size_t length = strlen(name);
	bool read_only = length > 3 && !strcmp(name + length - 3, ":ro");
	if (read_only || (length > 3 && !strcmp(name + length - 3, ":rw")))
		name[length -= 3] = 0;
	while (length > 1 && name[length - 1] == '/')
		name[--length] = 0;
	char *path = share_make_absolute(name);
	const char *problem = path ? share_check_folder(path) : strerror(length ? errno : ENOENT);
	free(name);
	if (!problem)
		return share_insert(shares, path, read_only);
	free(path);
	return problem;
}

const char *share_add_list(struct shares *shares, const char *text, char **wrong)
{
	while (*text) {
		size_t length = strcspn(text, ",");
		char *item = memory_format("%.*s", (int)length, text);
		const char *problem = share_add(shares, item);
		if (problem) {
			*wrong = item;
			return problem;
		}
		free(item);
		text += length;
		text += *text == ',';
	}
	return NULL;
}

static int share_compare(const void *a, const void *b)
{
	return strcmp(((const struct share *)a)->path, ((const struct share *)b)->path);
}

void share_sort(struct shares *shares)
{
	qsort(shares->items, shares->count, sizeof(struct share), share_compare);
}

/* The folder right around items[index], among those before it. */
static const struct share *share_parent(const struct shares *shares, size_t index)
{
	const struct share *parent = NULL;
	for (size_t i = 0; i < index; i++)
		if (share_encloses(shares->items[i].path, shares->items[index].path))
			parent = &shares->items[i]; /* sorted: a later one that encloses it is nearer */
	return parent;
}

/*
 * A prefix sorts before what it begins, so sorting puts parents first. A folder reached through a symbolic link inside
 * its parent is not the parent's: in a 9P tree the link would be followed on the isle.
 */
void share_merge(struct shares *shares)
{
	share_sort(shares);
	for (size_t i = 1; i < shares->count;) {
		const struct share *parent = share_parent(shares, i);
		char *real = parent ? realpath(shares->items[i].path, NULL) : NULL;
		if (parent && parent->read_only == shares->items[i].read_only && real &&
			!strcmp(real, shares->items[i].path))
			share_remove(shares, i);
		else
			i++;
		free(real);
	}
}

bool share_covers(const struct shares *shares, const char *path)
{
	for (size_t i = 0; i < shares->count; i++)
		if (share_encloses(shares->items[i].path, path))
			return true;
	return false;
}
