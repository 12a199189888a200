/* SPDX-License-Identifier: BSD-3-Clause */
/* What printf makes of numbers, strings, widths and positions. */
#include "test.h"
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <wchar.h>

static char text[512];

#define FORMAT(expected, ...)                                                                                          \
	do {                                                                                                           \
		CHECK_EQ(snprintf(text, sizeof(text), __VA_ARGS__), strlen(expected));                                 \
		CHECK_STR(text, expected);                                                                             \
	} while (0)

int main(void)
{
	FORMAT("-42|  +7|007|ff|0XFF|777|010", "%d|%+4d|%03d|%x|%#X|%o|%#o", -42, 7, 7, 255, 255, 511, 8);
	FORMAT("9223372036854775807 18446744073709551615", "%lld %llu", LLONG_MAX, ULLONG_MAX);
	FORMAT("18446744073709551615 -1 255", "%zu %hd %hhu", SIZE_MAX, (short)-1, (unsigned char)255);
	FORMAT("abc|  abc|abc  |ab", "%s|%5s|%-5s|%.2s", "abc", "abc", "abc", "abc");
	FORMAT("a%b", "%c%%%c", 'a', 'b');
	FORMAT("3.140000 3.14 3 3.1400000000000001", "%f %.2f %.0f %.17g", 3.14, 3.14, 3.14, 3.14);
	FORMAT("1e+10 1.5E-07 0x1p+0 inf -inf nan", "%g %G %a %f %f %f", 1e10, 1.5e-7, 1.0, (double)INFINITY,
		-(double)INFINITY, (double)NAN);
	FORMAT("1.797693e+308 2.225074e-308 4.940656e-324", "%e %e %e", DBL_MAX, DBL_MIN, 4.9406564584124654e-324);
	FORMAT("0.1000000000000000000014", "%.22Lf", 0.1L);
	FORMAT("2 1 2", "%2$d %1$d %2$d", 1, 2);
	FORMAT("   ab|ab   ", "%*.*s|%-*s", 5, 2, "abc", 5, "ab");
	FORMAT("w\303\274", "%s", "w\303\274");
	FORMAT("wide", "%ls", L"wide");
	FORMAT("0x1234", "%p", (void *)0x1234);
	const char *volatile longer = "longer";
	CHECK_EQ(snprintf(text, 4, "%s", longer), 6);
	CHECK_STR(text, "lon");
	return 0;
}
