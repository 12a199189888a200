/* SPDX-License-Identifier: BSD-3-Clause */
/* Files and folders with names that nobody has, and a file beyond 2 GiB. */
#include "test.h"
#include <sys/stat.h>
#include <unistd.h>

#define FAR (3LL << 30)

static void check_names(void)
{
	char file[] = "fileXXXXXX", folder[] = "folderXXXXXX", wrong[] = "X";
	struct stat status;
	int fd = mkstemp(file);
	CHECK(fd >= 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(remove(file), 0);
	CHECK(mkdtemp(folder) == folder);
	CHECK_EQ(stat(folder, &status), 0);
	CHECK(S_ISDIR(status.st_mode));
	CHECK_EQ(status.st_mode & 0777, 0700);
	CHECK_EQ(remove(folder), 0);
	CHECK_FAILS(mkstemp(wrong), EINVAL);
	FILE *stream = tmpfile();
	CHECK(stream != NULL);
	CHECK_EQ(fclose(stream), 0);
}

static void check_far(void)
{
	struct stat status;
	FILE *stream = fopen("far", "w+");
	CHECK(stream != NULL);
	CHECK_EQ(fseeko(stream, FAR, SEEK_SET), 0);
	CHECK(fputs("end", stream) >= 0);
	CHECK_EQ(ftello(stream), FAR + 3);
	CHECK_EQ(fseek(stream, FAR + 1, SEEK_SET), 0);
	CHECK_EQ(getc(stream), 'n');
	CHECK_EQ(fseek(stream, 0, SEEK_END), 0);
	CHECK_EQ(ftell(stream), FAR + 3);
	CHECK_EQ(fclose(stream), 0);
	CHECK_EQ(stat("far", &status), 0);
	CHECK_EQ(status.st_size, FAR + 3);
	CHECK_EQ(remove("far"), 0);
}

int main(void)
{
	check_names();
	check_far();
	return 0;
}
