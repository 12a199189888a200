/* SPDX-License-Identifier: BSD-3-Clause */
/* Prints the CRC-32C of its standard input, as manifests have it. */
#include "crc32c.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	static char piece[65536];
	uint32_t sum = 0;
	size_t got;
	while ((got = fread(piece, 1, sizeof(piece), stdin)))
		sum = crc32c(sum, piece, got);
	printf("%08x\n", sum);
	return ferror(stdin) ? EXIT_FAILURE : EXIT_SUCCESS;
}
