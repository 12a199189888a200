/* SPDX-License-Identifier: BSD-3-Clause */
#include "cpulist.h"

#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cpulist_add(struct cpulist *list, unsigned cpu)
{
	if (cpu >= CPULIST_MAX || cpulist_has(list, cpu))
		return;
	list->member[cpu / 8] |= (unsigned char)(1u << cpu % 8);
	list->count++;
}

int cpulist_has(const struct cpulist *list, unsigned cpu)
{
	return cpu < CPULIST_MAX && list->member[cpu / 8] >> cpu % 8 & 1;
}

void cpulist_intersect(struct cpulist *list, const struct cpulist *other)
{
	struct cpulist both = {0};
	for (int cpu = cpulist_next(list, 0); cpu >= 0; cpu = cpulist_next(list, (unsigned)cpu + 1))
		if (cpulist_has(other, (unsigned)cpu))
			cpulist_add(&both, (unsigned)cpu);
	*list = both;
}

int cpulist_next(const struct cpulist *list, unsigned from)
{
	for (unsigned cpu = from; cpu < CPULIST_MAX; cpu++)
		if (cpulist_has(list, cpu))
			return (int)cpu;
	return -1;
}

/* Digits only: strtoul would take blanks and signs. */
static int cpulist_parse_number(const char **text, unsigned *cpu)
{
	const char *p = *text;
	unsigned value = 0;
	for (; *p >= '0' && *p <= '9' && value < CPULIST_MAX; p++)
		value = value * 10 + (unsigned)(*p - '0');
	if (p == *text || value >= CPULIST_MAX)
		return -EINVAL;
	*text = p;
	*cpu = value;
	return 0;
}

static int cpulist_parse_range(const char **text, struct cpulist *list)
{
	unsigned first, last;
	if (cpulist_parse_number(text, &first) < 0)
		return -EINVAL;
	last = first;
	if (**text == '-') {
		(*text)++;
		if (cpulist_parse_number(text, &last) < 0 || last < first)
			return -EINVAL;
	}
	for (unsigned cpu = first; cpu <= last; cpu++) {
		if (cpulist_has(list, cpu))
			return -EINVAL;
		cpulist_add(list, cpu);
	}
	return 0;
}

int cpulist_parse(const char *text, struct cpulist *list)
{
	*list = (struct cpulist){0};
	for (;;) {
		if (cpulist_parse_range(&text, list) < 0)
			return -EINVAL;
		if (!*text)
			return 0;
		if (*text++ != ',')
			return -EINVAL;
	}
}

char *cpulist_format(const struct cpulist *list)
{
	char *text = memory_resize(NULL, list->count * 12 + 1);
	char *p = text;
	*p = 0;
	for (int first = cpulist_next(list, 0); first >= 0;) {
		int last = first;
		while (cpulist_has(list, (unsigned)last + 1))
			last++;
		p += sprintf(p, first == last ? "%s%d" : "%s%d-%d", p == text ? "" : ",", first, last);
		first = cpulist_next(list, (unsigned)last + 1);
	}
	return text;
}
