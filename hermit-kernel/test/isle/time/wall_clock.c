/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The isle's wall clock is the host's, within some seconds.
 * @stdout now=$(date +%s); read -r then && [ $((now - then)) -le 60 ] && [ $((then - now)) -le 5 ]
 */
#include "test.h"

int main(void)
{
	printf("%ld\n", (long)time(NULL));
	return 0;
}
