/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * getrandom, /dev/random and /dev/urandom give bytes that differ from call to call, at once and in any amount.
 */
#include <sys/random.h>
#include "test.h"

/* Counts set bits: of 8 * size random bits about half are set; 6 sigma either way. */
static void check_random(const uint8_t *bytes, size_t size)
{
	long bits = 0, half = (long)size * 4;
	size_t i;

	for (i = 0; i < size; i++)
		bits += __builtin_popcount(bytes[i]);
	CHECK_OP((bits - half) * (bits - half), <, 36 * (long)size * 2);
}

static void check_device(const char *path)
{
	static uint8_t first[4096], second[4096];
	int fd = OK(open(path, O_RDONLY));

	CHECK_EQ(read(fd, first, sizeof(first)), sizeof(first));
	CHECK_EQ(read(fd, second, sizeof(second)), sizeof(second));
	CHECK(memcmp(first, second, sizeof(first)) != 0);
	check_random(first, sizeof(first));
	close(fd);
}

int main(void)
{
	static uint8_t first[100000], second[100000];

	CHECK_EQ(getrandom(first, sizeof(first), 0), sizeof(first));
	CHECK_EQ(getrandom(second, sizeof(second), GRND_NONBLOCK), sizeof(second));
	CHECK(memcmp(first, second, sizeof(first)) != 0);
	check_random(first, sizeof(first));
	check_random(second, sizeof(second));
	CHECK_EQ(getrandom(first, 16, GRND_RANDOM), 16);
	CHECK_EQ(getrandom(first, 0, 0), 0);
	CHECK_ERRNO(getrandom(first, 16, 0x100), EINVAL);
	CHECK_ERRNO(getrandom(BAD_POINTER, 16, 0), EFAULT);
	check_device("/dev/random");
	check_device("/dev/urandom");
	return 0;
}
