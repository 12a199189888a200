/* SPDX-License-Identifier: BSD-3-Clause */
/* Folders, commands and files of the host, for tests that read images. */
#ifndef TEST_HOST_FILES_H
#define TEST_HOST_FILES_H

#include <stddef.h>

/** Run a shell command that must succeed. */
void host_run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** A new folder for the test's files, removed at exit. */
const char *host_folder(void);
/** A path in that folder; good until the next call. */
const char *host_path(const char *name);
unsigned host_uid(void);
/** A file of the host in memory of just its size, page-aligned at its start, so that ASan sees what reads beyond. */
void *host_load(const char *path, size_t *size);
void host_unload(void *memory);

#endif
