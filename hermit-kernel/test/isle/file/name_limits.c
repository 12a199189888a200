/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names of 255 bytes work, of 256 are ENAMETOOLONG; paths up to 4095 bytes work, longer are ENAMETOOLONG; any byte but
 * slash and NUL may be in a name.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	char name[300], path[5000], odd[] = "new\nline \x01\xff\xfe*?\"\\ \xc3\xa4";
	struct stat status;
	size_t i;

	test_enter_folder(argc, argv);
	memset(name, 'n', sizeof(name));
	name[255] = 0;
	test_write_file(name, "x", 1);
	CHECK_EQ(stat(name, &status), 0);
	CHECK_EQ(unlink(name), 0);
	CHECK_EQ(mkdir(name, 0755), 0);
	CHECK_EQ(rmdir(name), 0);
	name[255] = 'n';
	name[256] = 0;
	CHECK_ERRNO(open(name, O_WRONLY | O_CREAT, 0600), ENAMETOOLONG);
	CHECK_ERRNO(stat(name, &status), ENAMETOOLONG);
	CHECK_ERRNO(mkdir(name, 0755), ENAMETOOLONG);

	for (i = 0; i < sizeof(path); i += 2)
		memcpy(path + i, "./", 2);
	path[4095] = 0; /* 4095 bytes and the NUL: just fits */
	CHECK_EQ(stat(path, &status), 0);
	path[4095] = '/';
	path[4096] = 0;
	CHECK_ERRNO(stat(path, &status), ENAMETOOLONG);
	CHECK_ERRNO(chdir(path), ENAMETOOLONG);
	test_write_file(odd, "odd", 3);
	CHECK_EQ(stat(odd, &status), 0);
	CHECK_EQ(status.st_size, 3);
	CHECK_EQ(unlink(odd), 0);
	return 0;
}
