/* SPDX-License-Identifier: BSD-3-Clause */
/* Sets of host CPUs, and Linux' way to write them: "0-3,8". */
#ifndef PROXY_CPULIST_H
#define PROXY_CPULIST_H

#include <stddef.h>

#define CPULIST_MAX 8192u /* CPUs that Linux can have (CONFIG_NR_CPUS) */

struct cpulist {
	unsigned char member[CPULIST_MAX / 8];
	size_t count;
};

/** 0 or -EINVAL: empty, a range that runs backwards, a CPU named twice, or a number over the limit. */
int cpulist_parse(const char *text, struct cpulist *list);

void cpulist_add(struct cpulist *list, unsigned cpu);
int cpulist_has(const struct cpulist *list, unsigned cpu);

/** The CPUs of both. */
void cpulist_intersect(struct cpulist *list, const struct cpulist *other);

/** The first CPU of the list, from `from` on; -1: none. */
int cpulist_next(const struct cpulist *list, unsigned from);

/** The list as text, shortest form, in a new string. */
char *cpulist_format(const struct cpulist *list);

#endif
