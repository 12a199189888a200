/* SPDX-License-Identifier: BSD-3-Clause */
/* Digits of doubles and long doubles: exact where they are long, correctly rounded where they are cut. */
#include "test.h"
#include <float.h>

static void check(const char *format, long double value, const char *expected)
{
	char text[512];
	if (strchr(format, 'L'))
		snprintf(text, sizeof(text), format, value);
	else
		snprintf(text, sizeof(text), format, (double)value);
	CHECK_STR(text, expected);
}

int main(void)
{
	check("%f", 0.0L, "0.000000");
	check("%.0f", 2.5L, "2");
	check("%.0f", 3.5L, "4");
	check("%.2f", 0.125L, "0.12");
	check("%.3f", -1e-10L, "-0.000");
	check("%.20f", 0.1, "0.10000000000000000555");
	check("%.17g", 0.1, "0.10000000000000001");
	check("%g", 1e100L, "1e+100");
	check("%#g", 1.0L, "1.00000");
	check("%.3e", 9.9996e10L, "1.000e+11");
	check("%e", 0.0L, "0.000000e+00");
	check("%.1f", 1e23, "99999999999999991611392.0");
	check("%g", DBL_TRUE_MIN, "4.94066e-324");
	check("%.10Lg", 1.5L, "1.5");
	check("%.20Lg", 0.1L, "0.1");
	check("%.25Lg", 0.1L, "0.1000000000000000000013553");
	check("%Lg", LDBL_MAX, "1.18973e+4932");
	check("%Lg", LDBL_MIN, "3.3621e-4932");
	check("%f", __builtin_inf(), "inf");
	check("%E", -__builtin_inf(), "-INF");
	return 0;
}
