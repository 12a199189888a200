/* SPDX-License-Identifier: BSD-3-Clause */
#include "java_folders.h"

#include "fail.h"
#include "memory.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40u /* as Linux has it (path_resolution(7)) */

/* Folders with what every isle needs; a host's folder in their place would hide it. Below them there is room. */
static const char *const of_isle[] = {"/", "/etc", "/usr", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/lib/locale",
	"/usr/lib/x86_64-linux-gnu", "/usr/sbin", "/usr/share", "/usr/share/zoneinfo", "/var", "/run"};
/* Nothing at all in these is the host's, whoever names them. */
static const char *const never_shared[] = {"/proc", "/sys", "/dev", "/jdk"};
/* On the isle they are links into /usr. */
static const char *const merged[] = {"/bin", "/lib", "/lib64", "/sbin"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool encloses(const char *folder, const char *path)
{
	size_t length = strlen(folder);
	return !strcmp(folder, "/") || (!strncmp(folder, path, length) && (path[length] == '/' || !path[length]));
}

static bool is_never_shared(const char *path)
{
	for (size_t i = 0; i < COUNT(never_shared); i++)
		if (encloses(never_shared[i], path))
			return true;
	return false;
}

const char *java_folder_problem(const char *path)
{
	struct stat status;
	char name[PATH_MAX + 4];
	const char *prefix = "";
	if (strlen(path) >= PATH_MAX)
		return strerror(ENAMETOOLONG);
	for (size_t i = 0; i < COUNT(merged); i++)
		if (encloses(merged[i], path))
			prefix = "/usr";
	stpcpy(stpcpy(name, prefix), path);
	for (size_t i = 0; i < COUNT(of_isle); i++)
		if (!strcmp(of_isle[i], name))
			return "the isle has a folder of its own there";
	if (is_never_shared(name))
		return "the isle has its own /proc, /sys, /dev and /jdk";
	if (stat(path, &status) < 0 || access(path, R_OK | X_OK) < 0)
		return strerror(errno);
	return S_ISDIR(status.st_mode) ? NULL : strerror(ENOTDIR);
}

char *java_folder_absolute(const char *path)
{
	char *here = *path == '/' ? NULL : getcwd(NULL, 0);
	char *full = memory_format("%s/%s", here ? here : "", path), *out = full;
	free(here);
	for (const char *in = full; *in;) {
		in += strspn(in, "/");
		size_t length = strcspn(in, "/");
		if (length == 2 && !strncmp(in, "..", 2)) {
			while (out > full && *--out != '/')
				;
		} else if (length && !(length == 1 && *in == '.')) {
			*out++ = '/';
			memmove(out, in, length);
			out += length;
		}
		in += length;
	}
	if (out == full)
		*out++ = '/';
	*out = 0;
	return full;
}

/* Where the first symbolic link behind the first `length` bytes leads, with the rest of the path; NULL: there is none.
 */
static char *follow_link(const char *path, size_t length)
{
	char target[PATH_MAX];
	for (const char *at = path + length; *at;) {
		at += 1 + strcspn(at + 1, "/");
		char *prefix = memory_format("%.*s", (int)(at - path), path);
		ssize_t size = readlink(prefix, target, sizeof(target) - 1);
		if (size > 0) {
			target[size] = 0;
			char *folder = *target == '/' ? "" : prefix;
			char *led = memory_format("%s%s%s%s", folder, *folder ? "/../" : "", target, at);
			char *clean = java_folder_absolute(led);
			free(led);
			free(prefix);
			return clean;
		}
		free(prefix);
	}
	return NULL;
}

static struct java_folder *append(struct java_folders *folders, const char *path)
{
	folders->items = memory_resize(folders->items, (folders->count + 1) * sizeof(*folders->items));
	char *led = follow_link(path, 0);
	folders->items[folders->count] = (struct java_folder){.path = memory_copy_text(path), .plain = !led};
	free(led);
	return &folders->items[folders->count++];
}

static void remove_at(struct java_folders *folders, size_t index)
{
	free(folders->items[index].path);
	folders->count--;
	memmove(&folders->items[index], &folders->items[index + 1], (folders->count - index) * sizeof(*folders->items));
}

/* False: the path means the isle's own. */
static bool may_be_shared(const char *path, const struct java_file *cause)
{
	const char *problem = java_folder_problem(path);
	if (problem && cause->kind->needed && !is_never_shared(path))
		fail_exit(FAIL_USAGE,
			"%s %s: the folder %s cannot be shared with the isle: %s; move it to another folder, and name "
			"that in the command or in HERMIT_SHARE",
			cause->kind->what, cause->path, path, problem);
	return !problem;
}

/* Where everyone keeps temporary files, the program may too. */
static bool is_for_everyone(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && status.st_mode & S_ISVTX;
}

void java_folders_add(struct java_folders *folders, const char *path, const struct java_file *cause)
{
	bool read_only = !cause->kind->writable && !is_for_everyone(path);
	for (size_t i = 0; i < folders->count; i++) {
		struct java_folder *known = &folders->items[i];
		if (strcmp(known->path, path) != 0)
			continue;
		if (!known->fixed)
			known->read_only = known->read_only && read_only;
		return;
	}
	if (!may_be_shared(path, cause))
		return;
	struct java_folder *folder = append(folders, path);
	folder->read_only = read_only;
	folder->cause = *cause;
}

void java_folders_add_fixed(struct java_folders *folders, const char *path, bool read_only)
{
	struct java_folder *folder = append(folders, path);
	folder->read_only = read_only;
	folder->fixed = true;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct java_folder *)a)->path, ((const struct java_folder *)b)->path);
}

/* Sorted, with each path once: HERMIT_SHARE's word counts, then that of who wants to write. */
static void sort(struct java_folders *folders)
{
	if (folders->count)
		qsort(folders->items, folders->count, sizeof(*folders->items), compare);
	for (size_t i = 1; i < folders->count;) {
		struct java_folder *first = &folders->items[i - 1], *second = &folders->items[i];
		if (strcmp(first->path, second->path) != 0) {
			i++;
			continue;
		}
		if (!first->fixed && !second->fixed)
			first->read_only = first->read_only && second->read_only;
		remove_at(folders, first->fixed ? i : second->fixed ? i - 1 : i);
	}
}

/* The nearest folder around items[index]: sorted, so it is among those before. */
static struct java_folder *parent_of(const struct java_folders *folders, size_t index)
{
	for (size_t i = index; i-- > 0;)
		if (encloses(folders->items[i].path, folders->items[index].path))
			return &folders->items[i];
	return NULL;
}

enum settled {
	SETTLED_KEPT,
	SETTLED_REMOVED,
	SETTLED_MOVED, /* it has another path now */
};

static enum settled settle_item(struct java_folders *folders, size_t index)
{
	struct java_folder *folder = &folders->items[index], *parent = parent_of(folders, index);
	if (!parent || folder->fixed)
		return SETTLED_KEPT;
	char *led = folder->plain ? NULL : follow_link(folder->path, strlen(parent->path));
	if (!led && !folder->read_only && parent->read_only && !parent->fixed)
		return SETTLED_KEPT;
	if (!led || ++folder->links > LINKS_MAX || !may_be_shared(led, &folder->cause)) {
		free(led);
		remove_at(folders, index);
		return SETTLED_REMOVED;
	}
	free(folder->path);
	folder->path = led;
	return SETTLED_MOVED;
}

void java_folders_settle(struct java_folders *folders)
{
	sort(folders);
	for (size_t i = 0; i < folders->count;) {
		switch (settle_item(folders, i)) {
		case SETTLED_KEPT:
			i++;
			break;
		case SETTLED_REMOVED:
			break;
		case SETTLED_MOVED:
			sort(folders);
			i = 0;
			break;
		}
	}
}

/* How long the common folder of both is, and how deep. */
static size_t common_length(const char *a, const char *b, unsigned *depth)
{
	size_t length = 0;
	*depth = 0;
	for (size_t i = 0;; i++) {
		if ((a[i] == '/' || !a[i]) && (b[i] == '/' || !b[i]) && i) {
			length = i;
			++*depth;
		}
		if (a[i] != b[i] || !a[i])
			return length;
	}
}

/* Replaces the two neighbours whose common folder is deepest by that folder. False: no two can be joined. */
static bool join_two(struct java_folders *folders)
{
	size_t best = 0;
	unsigned best_depth = 0;
	char *best_path = NULL;
	for (size_t i = 1; i < folders->count; i++) {
		unsigned depth;
		const struct java_folder *a = &folders->items[i - 1], *b = &folders->items[i];
		size_t length = common_length(a->path, b->path, &depth);
		if (a->fixed || b->fixed || depth <= best_depth)
			continue;
		char *path = memory_format("%.*s", (int)length, a->path);
		if (java_folder_problem(path)) {
			free(path);
			continue;
		}
		free(best_path);
		best = i;
		best_depth = depth;
		best_path = path;
	}
	if (!best)
		return false;
	folders->items[best - 1].read_only = folders->items[best - 1].read_only && folders->items[best].read_only;
	free(folders->items[best - 1].path);
	folders->items[best - 1].path = best_path;
	remove_at(folders, best);
	return true;
}

void java_folders_fit(struct java_folders *folders, size_t limit)
{
	while (folders->count > limit) {
		if (!join_two(folders))
			fail_exit(FAIL_USAGE,
				"the command names files in %zu folders that have none around them to share, the isle "
				"takes %zu; the first is %s; bring them together in fewer folders, or name folders "
				"around "
				"them in HERMIT_SHARE",
				folders->count, limit, folders->items[0].path);
		java_folders_settle(folders);
	}
}

void java_folders_free(struct java_folders *folders)
{
	while (folders->count)
		remove_at(folders, folders->count - 1);
	free(folders->items);
	folders->items = NULL;
}
