/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /dev/null, zero, full, tty: what they read, swallow and refuse; what stat says they are.
 */
#include <sys/mman.h>
#include <sys/sysmacros.h>
#include "test.h"

static void check_number(const char *path, unsigned major_number, unsigned minor_number)
{
	struct stat status;

	CHECK_EQ(stat(path, &status), 0);
	CHECK(S_ISCHR(status.st_mode));
	CHECK_EQ(major(status.st_rdev), major_number);
	CHECK_EQ(minor(status.st_rdev), minor_number);
}

int main(void)
{
	char bytes[64], *memory;
	int null = OK(open("/dev/null", O_RDWR)), zero = OK(open("/dev/zero", O_RDWR)),
	    full = OK(open("/dev/full", O_RDWR));
	int tty;

	check_number("/dev/null", 1, 3);
	check_number("/dev/zero", 1, 5);
	check_number("/dev/full", 1, 7);
	check_number("/dev/random", 1, 8);
	check_number("/dev/urandom", 1, 9);
	CHECK_EQ(read(null, bytes, 64), 0);
	CHECK_EQ(write(null, bytes, 64), 64);
	memset(bytes, 1, 64);
	CHECK_EQ(read(zero, bytes, 64), 64);
	CHECK_EQ(bytes[0] | bytes[63], 0);
	CHECK_EQ(write(zero, bytes, 64), 64);
	bytes[5] = 1;
	CHECK_EQ(read(full, bytes, 64), 64);
	CHECK_EQ(bytes[5], 0);
	CHECK_ERRNO(write(full, bytes, 64), ENOSPC);
	CHECK_EQ(lseek(null, 5, SEEK_SET), 0);
	close(OK(open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600)));

	memory = OK(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0));
	CHECK_EQ(memory[0] | memory[8191], 0);
	memory[8191] = 1;
	tty = open("/dev/tty", O_RDWR);
	if (tty < 0)
		CHECK_EQ(errno, ENXIO); /* no controlling terminal */
	return 0;
}
