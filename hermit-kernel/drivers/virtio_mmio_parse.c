/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/virtio_mmio.h"

#include <linux/errno.h>
#include "lib/string.h"

#define PARAMETER "virtio_mmio.device="

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/** Decimal or 0x… number at `*text`, moving it behind. False: none there, or more than 64 bits. */
static bool parse_number(const char **text, uint64_t *value)
{
	const char *at = *text;
	uint64_t base = 10;
	if (at[0] == '0' && (at[1] | 0x20) == 'x') {
		base = 16;
		at += 2;
	}
	const char *first = at;
	for (*value = 0; (uint64_t)digit_value(*at) < base; at++)
		if (__builtin_mul_overflow(*value, base, value) ||
			__builtin_add_overflow(*value, (uint64_t)digit_value(*at), value))
			return false;
	*text = at;
	return at != first;
}

static bool parse_size(const char **text, uint64_t *size)
{
	if (!parse_number(text, size))
		return false;
	unsigned shift = (**text | 0x20) == 'k' ? 10 : (**text | 0x20) == 'm' ? 20 : 0;
	if (shift)
		(*text)++;
	*size <<= shift;
	return *size != 0;
}

static bool parse_sign(const char **text, char sign)
{
	return *(*text)++ == sign;
}

int virtio_mmio_parse(const char **line, struct virtio_mmio_place *place)
{
	const char *at = strstr(*line, PARAMETER);
	uint64_t irq, id;
	if (!at)
		return 0;
	at += strlen(PARAMETER);
	bool ok = parse_size(&at, &place->size) && parse_sign(&at, '@') && parse_number(&at, &place->base) &&
		  parse_sign(&at, ':') && parse_number(&at, &irq) && irq < 4096;
	if (ok && *at == ':')
		ok = parse_sign(&at, ':') && parse_number(&at, &id);
	if (!ok || (*at && *at != ' '))
		return -EINVAL;
	place->irq = (unsigned)irq;
	*line = at;
	return 1;
}
