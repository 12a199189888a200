/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "test/unit/host_files.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void host_run(const char *format, ...)
{
	char command[2000];
	va_list args;
	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	int status = system(command);
	if (status != 0) {
		fprintf(stderr, "status %d: %s\n", status, command);
		abort();
	}
}

static char folder[64];

static void remove_folder(void)
{
	host_run("rm -rf %s", folder);
}

const char *host_folder(void)
{
	if (!folder[0]) {
		strcpy(folder, "/tmp/hermit-unit-XXXXXX");
		if (!mkdtemp(folder))
			abort();
		atexit(remove_folder);
	}
	return folder;
}

const char *host_path(const char *name)
{
	static char path[300];
	snprintf(path, sizeof(path), "%s/%s", host_folder(), name);
	return path;
}

unsigned host_uid(void)
{
	return geteuid();
}

void *host_load(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END))
		abort();
	*size = (size_t)ftell(file);
	rewind(file);
	void *memory = NULL;
	if (posix_memalign(&memory, 4096, *size ? *size : 1) || fread(memory, 1, *size, file) != *size)
		abort();
	fclose(file);
	return memory;
}

void host_unload(void *memory)
{
	free(memory);
}
