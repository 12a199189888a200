/* SPDX-License-Identifier: BSD-3-Clause */
#include "java_share.h"

#include "fail.h"
#include "java_folders.h"
#include "java_jar.h"
#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct java_file_kind working_folder = {"working folder", .writable = true};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && !strcmp(text + length - tail, end);
}

/* Cuts the last part off. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == path ? memory_copy_text("/") : memory_format("%.*s", (int)(slash - path), path);
}

/*
 * A folder as it is; of a file the folder that it is in, and where it is a symbolic link also that of what it leads to.
 * What does not exist may be made there.
 */
static void add_path(struct java_folders *folders, const char *written, const struct java_file *cause)
{
	struct stat status;
	char target[PATH_MAX], *path = java_folder_absolute(written);
	for (unsigned links = 0; links < 40; links++) {
		if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
			java_folders_add(folders, path, cause);
			break;
		}
		char *folder = folder_of(path);
		if (stat(folder, &status) == 0 && S_ISDIR(status.st_mode))
			java_folders_add(folders, folder, cause);
		ssize_t size = readlink(path, target, sizeof(target) - 1);
		if (size > 0) {
			target[size] = 0;
			char *led = memory_format("%s/%s", *target == '/' ? "" : folder, target);
			free(path);
			path = java_folder_absolute(led);
			free(led);
		}
		free(folder);
		if (size <= 0)
			break;
	}
	free(path);
}

/* The jars of a class path entry DIR/ with a star behind it. */
static void add_jars_of_folder(struct java_command *command, const struct java_file *entry)
{
	char *name = memory_format("%.*s", (int)strlen(entry->path) - 1, *entry->path == '*' ? "./" : entry->path);
	DIR *folder = opendir(*name ? name : ".");
	for (struct dirent *item; folder && (item = readdir(folder));) {
		char *path = memory_format("%s%s", name, item->d_name);
		if (ends_with(path, ".jar") || ends_with(path, ".JAR"))
			java_command_add(command, &java_class_path_entry, path);
		free(path);
	}
	if (folder)
		closedir(folder);
	free(name);
}

static bool is_known(const struct java_command *command, const char *path)
{
	for (size_t i = 0; i < command->file_count; i++)
		if (command->files[i].kind->classes && !strcmp(command->files[i].path, path))
			return true;
	return false;
}

/* What the class path means besides what it names. The list grows while it is walked: jars name jars. */
static void complete_class_path(struct java_command *command)
{
	for (size_t i = 0; i < command->file_count; i++) {
		struct java_file file = command->files[i];
		struct strings named = {0};
		if (!file.kind->classes)
			continue;
		if (!strcmp(file.path, "*") || ends_with(file.path, "/*"))
			add_jars_of_folder(command, &file);
		else
			java_jar_class_path(file.path, &named);
		for (size_t k = 0; k < named.count; k++)
			if (!is_known(command, named.items[k]))
				java_command_add(command, &java_class_path_entry, named.items[k]);
		strings_free(&named);
	}
}

static bool is_there(const struct java_file *file)
{
	return !file->kind->needed || file->kind->writable || access(file->path, F_OK) == 0;
}

static void add_fixed(struct java_folders *folders, const struct shares *given)
{
	for (size_t i = 0; i < given->count; i++) {
		const char *path = given->items[i].path, *problem = java_folder_problem(path);
		if (problem)
			fail_exit(FAIL_USAGE, "HERMIT_SHARE=%s: %s: %s; allowed: other folders", getenv("HERMIT_SHARE"),
				path, problem);
		java_folders_add_fixed(folders, path, given->items[i].read_only);
	}
}

void java_share(struct plan *plan, const struct options *options, struct java_command *command)
{
	struct java_folders folders = {0};
	char *here = getcwd(NULL, 0);
	if (!here)
		fail_exit(FAIL_USAGE, "the working folder: %s; change to another one", strerror(errno));
	add_fixed(&folders, &options->shares);
	java_folders_add(&folders, here, &(struct java_file){&working_folder, here});
	complete_class_path(command);
	for (size_t i = 0; i < command->file_count; i++)
		if (is_there(&command->files[i]))
			add_path(&folders, command->files[i].path, &command->files[i]);
	java_folders_settle(&folders);
	java_folders_fit(&folders, SHARE_MAX);
	for (size_t i = 0; i < folders.count; i++) {
		char *text = memory_format("%s:%s", folders.items[i].path, folders.items[i].read_only ? "ro" : "rw");
		const char *problem = folders.items[i].fixed ? NULL : share_add(&plan->shares, text);
		if (problem)
			fail_exit(FAIL_USAGE, "%s: %s; HERMIT_SHARE names folders to share", text, problem);
		free(text);
	}
	java_folders_free(&folders);
	plan->folder = here; /* where it is not shared, the isle has one of its own there */
}
