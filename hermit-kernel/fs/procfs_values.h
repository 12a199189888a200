/* SPDX-License-Identifier: BSD-3-Clause */
/* Values as the text files of /proc and /sys write them. */
#ifndef FS_PROCFS_VALUES_H
#define FS_PROCFS_VALUES_H

#include "fs/text.h"
#include "sched/cpuset.h"

/** Online cores of the set as "0-3,8". */
void values_cpu_list(struct text *text, const struct cpuset *set);
/** The same as hexadecimal words of 32 bits, highest first: "ff" or "3,ffffffff". */
void values_cpu_mask(struct text *text, const struct cpuset *set);
void values_all_cpus(struct cpuset *set);
/** A number as strtol(3) with base 0 reads it, and white space behind it. */
bool values_parse(const char *text, int64_t *number);

#endif
