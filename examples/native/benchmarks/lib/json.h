/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes a JSON file (RFC 8259) piece by piece. Without a file, all functions do nothing: a benchmark reports in one
 * way whether or not somebody wants the file.
 */
#ifndef NATIVE_JSON_H
#define NATIVE_JSON_H

#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *file;
	const char *path;
	int first; /* no comma before the next value */
};

/* path: NULL for no file. Begins the outermost object, with what is common to all benchmarks. */
void json_open(struct json *json, const char *path, const char *benchmark);

/* Ends the outermost object. A file that cannot be written ends the program with status 1. */
void json_close(struct json *json);

/* name: NULL within an array. bracket: '{' or '['. */
void json_begin(struct json *json, const char *name, char bracket);
void json_end(struct json *json, char bracket); /* '}' or ']' */
void json_count(struct json *json, const char *name, uint64_t value);
void json_real(struct json *json, const char *name, double value);
void json_text(struct json *json, const char *name, const char *value); /* printable ASCII */

#endif
