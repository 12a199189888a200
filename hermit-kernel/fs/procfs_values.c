/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/procfs_values.h"

#include "lib/string.h"
#include "sched/core.h"

void values_all_cpus(struct cpuset *set)
{
	memset(set, 0, sizeof(*set));
	core_for_each (id)
		cpuset_add(set, id);
}

void values_cpu_list(struct text *text, const struct cpuset *set)
{
	const char *separator = "";
	for (unsigned first = 0; first < cores_online(); first++) {
		unsigned last = first;
		if (!cpuset_has(set, first))
			continue;
		while (last + 1 < cores_online() && cpuset_has(set, last + 1))
			last++;
		text_printf(text, first == last ? "%s%u" : "%s%u-%u", separator, first, last);
		separator = ",";
		first = last;
	}
}

void values_cpu_mask(struct text *text, const struct cpuset *set)
{
	unsigned cores = cores_online(), top = (cores - 1) / 32;
	for (unsigned i = 0; i <= top; i++) {
		unsigned word = top - i;
		uint32_t bits = (uint32_t)(set->bits[word / 2] >> (word % 2 * 32));
		unsigned in_word = word == top && cores % 32 ? cores % 32 : 32;
		if (in_word < 32)
			bits &= (1u << in_word) - 1;
		text_printf(text, "%s%0*x", i ? "," : "", (int)(in_word + 3) / 4, bits);
	}
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

bool values_parse(const char *text, int64_t *number)
{
	bool negative = *text == '-';
	int base = 10;
	uint64_t value = 0;
	text += negative;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	} else if (text[0] == '0') {
		base = 8;
	}
	if (digit_of(*text) >= base)
		return false;
	for (; digit_of(*text) < base; text++)
		if (__builtin_mul_overflow(value, base, &value) || (value += digit_of(*text)) > INT64_MAX)
			return false;
	while (*text && strchr(" \t\n", *text))
		text++;
	if (*text)
		return false;
	*number = negative ? -(int64_t)value : (int64_t)value;
	return true;
}
