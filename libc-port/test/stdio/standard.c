/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The standard streams: what stands in stdin arrives, by lines and formatted.
 * @stdin 12 words\nsecond line\n
 * @stdout diff - <(printf '12/words/second line\n')
 */
#include "test.h"
#include <unistd.h>

int main(void)
{
	int number;
	char word[16], line[32];
	CHECK_EQ(scanf("%d %15s ", &number, word), 2);
	CHECK(fgets(line, sizeof(line), stdin));
	CHECK_EQ(getchar(), EOF);
	printf("%d/%s/%s", number, word, line);
	CHECK_EQ(isatty(0), 0);
	CHECK_EQ(errno, ENOTTY);
	return 0;
}
