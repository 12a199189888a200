/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A command line of `java`, read as far as it names files: the isle must see those. It is HotSpot that obeys or refuses
 * it, on the isle; here nothing is judged.
 */
#ifndef PROXY_JAVA_COMMAND_H
#define PROXY_JAVA_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/** What a path is to the command, for messages, and how the isle is to see it. */
struct java_file_kind {
	const char *what;
	bool needed;   /* it is a file for sure: that the isle cannot see it is an error */
	bool writable; /* the program may write there */
	bool classes;  /* a jar or a folder of classes; "*" as the last part means all jars of a folder */
};

struct java_file {
	const struct java_file_kind *kind;
	char *path; /* as written */
};

struct java_command {
	struct java_file *files;
	size_t file_count;
	char *main;     /* class, module/class or source file; NULL: -jar, or nothing to run */
	int main_index; /* where in argv that stands; 0: it came from an argument file */
};

void java_command_read(struct java_command *command, int argc, char **argv);

/** Adds a file that is known otherwise. */
void java_command_add(struct java_command *command, const struct java_file_kind *kind, const char *path);

void java_command_free(struct java_command *command);

extern const struct java_file_kind java_class_path_entry;

#endif
