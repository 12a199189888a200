/* SPDX-License-Identifier: BSD-3-Clause */
/* Formatted text. */
#include "lib/format.h"
#include "lib/string.h"

struct output {
	char *to;
	size_t size, length;
};

struct spec {
	bool left, zero, plus, space, alternate;
	int width, precision; /* precision -1: none given */
	int longs;            /* -2 hh, -1 h, 0 int, 1 l, 2 ll */
};

static void put(struct output *out, char c)
{
	if (out->length + 1 < out->size)
		out->to[out->length] = c;
	out->length++;
}

static void put_repeated(struct output *out, char c, int count)
{
	while (count-- > 0)
		put(out, c);
}

static void put_padded(struct output *out, const struct spec *spec, const char *text, size_t length)
{
	int padding = spec->width - (int)length;

	if (!spec->left)
		put_repeated(out, ' ', padding);
	for (size_t i = 0; i < length; i++)
		put(out, text[i]);
	if (spec->left)
		put_repeated(out, ' ', padding);
}

/* Digits of `value`, last first; returns how many. */
static int digits_of(uint64_t value, unsigned base, bool upper, char *digits)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	int count = 0;

	while (value) {
		digits[count++] = set[value % base];
		value /= base;
	}
	return count;
}

static void put_number(
	struct output *out, const struct spec *spec, uint64_t value, unsigned base, bool upper, const char *prefix)
{
	char digits[24];
	int count = digits_of(value, base, upper, digits);
	int least = spec->precision >= 0 ? spec->precision : 1;
	int zeroes = max(least - count, 0);
	int length = count + zeroes + (int)strlen(prefix);

	if (spec->zero && !spec->left && spec->precision < 0 && spec->width > length) {
		zeroes += spec->width - length;
		length = spec->width;
	}
	if (!spec->left)
		put_repeated(out, ' ', spec->width - length);
	while (*prefix)
		put(out, *prefix++);
	put_repeated(out, '0', zeroes);
	while (count)
		put(out, digits[--count]);
	if (spec->left)
		put_repeated(out, ' ', spec->width - length);
}

static int64_t signed_argument(const struct spec *spec, va_list *args)
{
	if (spec->longs > 0)
		return va_arg(*args, int64_t);
	int value = va_arg(*args, int);
	return spec->longs == -2 ? (int8_t)value : spec->longs == -1 ? (int16_t)value : value;
}

static uint64_t unsigned_argument(const struct spec *spec, va_list *args)
{
	if (spec->longs > 0)
		return va_arg(*args, uint64_t);
	unsigned value = va_arg(*args, unsigned);
	return spec->longs == -2 ? (uint8_t)value : spec->longs == -1 ? (uint16_t)value : value;
}

static const char *parse_spec(const char *format, struct spec *spec, va_list *args)
{
	*spec = (struct spec){.precision = -1};
	for (;; format++) {
		if (*format == '-')
			spec->left = true;
		else if (*format == '0')
			spec->zero = true;
		else if (*format == '+')
			spec->plus = true;
		else if (*format == ' ')
			spec->space = true;
		else if (*format == '#')
			spec->alternate = true;
		else
			break;
	}
	if (*format == '*') {
		spec->width = va_arg(*args, int);
		format++;
	}
	while (*format >= '0' && *format <= '9')
		spec->width = spec->width * 10 + *format++ - '0';
	if (*format == '.') {
		spec->precision = 0;
		if (*++format == '*') {
			spec->precision = va_arg(*args, int);
			format++;
		}
		while (*format >= '0' && *format <= '9')
			spec->precision = spec->precision * 10 + *format++ - '0';
	}
	for (; *format == 'l' || *format == 'h' || *format == 'z' || *format == 'j' || *format == 't'; format++)
		spec->longs += *format == 'h' ? -1 : 1;
	return format;
}

static void put_string(struct output *out, const struct spec *spec, const char *s)
{
	if (!s)
		s = "(null)";
	put_padded(out, spec, s, spec->precision >= 0 ? strnlen(s, (size_t)spec->precision) : strlen(s));
}

static void put_conversion(struct output *out, const struct spec *spec, char conversion, va_list *args)
{
	switch (conversion) {
	case 'd':
	case 'i': {
		int64_t value = signed_argument(spec, args);
		put_number(out, spec, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, false,
			value < 0     ? "-"
			: spec->plus  ? "+"
			: spec->space ? " "
				      : "");
		break;
	}
	case 'u':
		put_number(out, spec, unsigned_argument(spec, args), 10, false, "");
		break;
	case 'o':
		put_number(out, spec, unsigned_argument(spec, args), 8, false, spec->alternate ? "0" : "");
		break;
	case 'x':
	case 'X': {
		uint64_t value = unsigned_argument(spec, args);
		put_number(out, spec, value, 16, conversion == 'X', spec->alternate && value ? "0x" : "");
		break;
	}
	case 'p':
		put_number(out, spec, (uint64_t)va_arg(*args, void *), 16, false, "0x");
		break;
	case 's':
		put_string(out, spec, va_arg(*args, const char *));
		break;
	case 'c': {
		char c = (char)va_arg(*args, int);
		put_padded(out, spec, &c, 1);
		break;
	}
	default:
		put(out, conversion);
	}
}

int vsnprintf(char *to, size_t size, const char *format, va_list args)
{
	struct output out = {to, size, 0};
	va_list copy;

	va_copy(copy, args);
	for (; *format; format++) {
		if (*format != '%') {
			put(&out, *format);
			continue;
		}
		struct spec spec;
		format = parse_spec(format + 1, &spec, &copy);
		if (!*format)
			break;
		put_conversion(&out, &spec, *format, &copy);
	}
	va_end(copy);
	if (size)
		to[min(out.length, size - 1)] = 0;
	return (int)out.length;
}

int snprintf(char *to, size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int length = vsnprintf(to, size, format, args);
	va_end(args);
	return length;
}
