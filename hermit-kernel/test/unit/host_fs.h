/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the file systems need beyond test/unit/host.c, for tests: a clock, limits, truncation of mappings that is only counted; and
 * images and folders on the host.
 */
#ifndef TEST_HOST_FS_H
#define TEST_HOST_FS_H

#include "lib/types.h"

/** Calls of mm_unmap_inode so far. */
extern unsigned host_unmaps;
/** The VFS with nothing mounted. Once a test program. */
void host_fs_init(void);

/** Run a shell command that must succeed. */
void host_run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** A new folder for the test's files, removed at exit. */
const char *host_folder(void);
/** A file of the host in memory of just its size, page-aligned at its start, so that ASan sees what reads beyond. */
void *host_load(const char *path, size_t *size);
void host_unload(void *memory);

#endif
