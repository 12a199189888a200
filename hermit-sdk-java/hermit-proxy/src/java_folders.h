/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The folders that a command line needs, as few as will do. Each is seen on the isle at its path on the host. Symbolic
 * links inside a shared folder are followed on the isle, so what they lead to must be shared too.
 */
#ifndef PROXY_JAVA_FOLDERS_H
#define PROXY_JAVA_FOLDERS_H

#include "java_command.h"

#include <stdbool.h>
#include <stddef.h>

struct java_folder {
	char *path; /* absolute, without "." and ".." */
	bool read_only;
	bool fixed;             /* the user's own word, HERMIT_SHARE: neither changed nor left out */
	bool plain;             /* no part of the path is a symbolic link */
	unsigned links;         /* followed to get here */
	struct java_file cause; /* for messages */
};

struct java_folders {
	struct java_folder *items;
	size_t count;
};

/** NULL, or why this folder of the host cannot be seen on an isle that has a JDK. */
const char *java_folder_problem(const char *path);

/** An absolute path without "." and ".."; a relative one is completed by the working folder. */
char *java_folder_absolute(const char *path);

/**
 * Adds a folder. Where the isle cannot see it and the cause needs it, the proxy ends with status 2; where the cause
 * does not, the path means the isle's own folder.
 */
void java_folders_add(struct java_folders *folders, const char *path, const struct java_file *cause);

/** Adds a folder of HERMIT_SHARE. */
void java_folders_add_fixed(struct java_folders *folders, const char *path, bool read_only);

/** Leaves out what another folder shows, and follows links. */
void java_folders_settle(struct java_folders *folders);

/** Joins folders to ones around them until there are at most `limit`; ends the proxy with status 2 where that cannot
 * be. */
void java_folders_fit(struct java_folders *folders, size_t limit);

void java_folders_free(struct java_folders *folders);

#endif
