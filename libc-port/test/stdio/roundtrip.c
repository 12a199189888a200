/* SPDX-License-Identifier: BSD-3-Clause */
/* Doubles printed with 17 digits or in hexadecimal read back as the same bits; rounding of strtod in hard cases. */
#include "test.h"
#include <math.h>
#include <stdint.h>

static uint64_t bits(double value)
{
	uint64_t result;
	memcpy(&result, &value, sizeof(result));
	return result;
}

static void check(double value)
{
	char decimal[64], hexadecimal[64];
	double back;
	snprintf(decimal, sizeof(decimal), "%.17g", value);
	snprintf(hexadecimal, sizeof(hexadecimal), "%a", value);
	CHECK_EQ(bits(strtod(decimal, NULL)), bits(value));
	CHECK_EQ(bits(strtod(hexadecimal, NULL)), bits(value));
	CHECK_EQ(sscanf(decimal, "%lf", &back), 1);
	CHECK_EQ(bits(back), bits(value));
}

int main(void)
{
	uint64_t state = 88172645463325252u;
	for (int i = 0; i < 20000; i++) {
		double value;
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		memcpy(&value, &state, sizeof(value));
		if (isfinite(value))
			check(value);
	}
	CHECK_EQ(bits(strtod("2.2250738585072011e-308", NULL)), 0x000fffffffffffff);
	CHECK_EQ(bits(strtod("9007199254740993", NULL)), bits(9007199254740992.0));
	CHECK_EQ(bits(strtod("1e-400", NULL)), 0);
	CHECK_EQ(errno, ERANGE);
	CHECK(isinf(strtod("1e400", NULL)));
	CHECK(isnan(strtod("nan", NULL)));
	char *end;
	CHECK_EQ(strtol(" -0x1fz", &end, 0), -31);
	CHECK_STR(end, "z");
	errno = 0;
	CHECK_EQ(strtoll("99999999999999999999", NULL, 10), INT64_MAX);
	CHECK_EQ(errno, ERANGE);
	return 0;
}
