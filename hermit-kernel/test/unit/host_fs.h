/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the file systems need beyond test/unit/host.c, for tests: a clock, limits, truncation of mappings that is only
 * counted. Tests that use it name test/unit/host_fs.c and test/unit/host.c among their sources.
 */
#ifndef TEST_HOST_FS_H
#define TEST_HOST_FS_H

#include "lib/types.h"

/** Calls of mm_unmap_inode so far. */
extern unsigned host_unmaps;
/** The VFS with nothing mounted. Once a test program. */
void host_fs_init(void);

#endif
