/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A file on tmpfs that grows beyond the isle's memory fails with ENOSPC or ENOMEM, hangs nothing, and gives all back
 * when it is removed.
 * @only isle
 * @memory 128M
 * @timeout 60
 */
#include <sys/sysinfo.h>
#include "test.h"

#define CHUNK (1 << 20)

static long fill(void)
{
	static char bytes[CHUNK];
	int fd = OK(open("/tmp/full", O_WRONLY | O_CREAT | O_TRUNC, 0600));
	long total = 0;
	ssize_t n;

	while ((n = write(fd, bytes, sizeof(bytes))) > 0) {
		total += n;
		CHECK_OP(total, <, 1L << 30);
	}
	CHECK(errno == ENOSPC || errno == ENOMEM);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(unlink("/tmp/full"), 0);
	return total;
}

int main(void)
{
	long first = fill(), second = fill();
	char *memory = malloc(16 << 20);

	CHECK_OP(first, >=, 16 << 20);
	CHECK_OP(second, >=, first - (4 << 20));
	CHECK(memory != NULL);
	memset(memory, 1, 16 << 20);
	return 0;
}
