/* SPDX-License-Identifier: BSD-3-Clause */
/* Inside of /proc: which file has which entries (proc(5)). */
#ifndef FS_PROCFS_H
#define FS_PROCFS_H

#include "fs/pseudo.h"

extern const struct pseudo_table procfs_process_files; /* of the process and its threads: stat, status, cmdline … */
extern const struct pseudo_table procfs_memory_files;  /* maps, smaps, statm */
extern const struct pseudo_table procfs_descriptor_files; /* fd, fdinfo, cwd, exe, root */
extern const struct pseudo_table procfs_system_files;     /* meminfo, cpuinfo, stat, mounts … */
extern const struct pseudo_table procfs_setting_files;    /* sys/ */
extern const struct pseudo_table procfs_net_files;        /* net/: connections, interfaces (net/proc_files.c) */

/** Mounts, as in /proc/mounts and /proc/self/mountinfo. */
int procfs_show_mounts(struct text *text, const uint64_t *ids);
int procfs_show_mountinfo(struct text *text, const uint64_t *ids);

#endif
