/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A folder of 3000 files is listed completely, each name once, with types, "." and ".."; rewinding starts anew.
 * @folders tmp root share
 * @timeout 60
 */
#include <dirent.h>
#include "test.h"

#define FILES 3000

static int list(DIR *folder, char *seen)
{
	struct dirent *entry;
	int count = 0, dots = 0, number;

	memset(seen, 0, FILES);
	errno = 0;
	while ((entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			dots++;
			continue;
		}
		if (strcmp(entry->d_name, "folder") == 0) {
			CHECK(entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN);
			count++;
			continue;
		}
		CHECK_EQ(sscanf(entry->d_name, "file-with-a-longer-name-%d", &number), 1);
		CHECK(entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN);
		CHECK_EQ(seen[number]++, 0);
		CHECK(entry->d_ino != 0);
		count++;
	}
	CHECK_EQ(errno, 0);
	CHECK_EQ(dots, 2);
	return count;
}

int main(int argc, char **argv)
{
	static char seen[FILES];
	char name[64], tiny[8];
	DIR *folder;
	int i;

	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir("many", 0755), 0);
	CHECK_EQ(mkdir("many/folder", 0755), 0);
	for (i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "many/file-with-a-longer-name-%d", i);
		close(OK(open(name, O_WRONLY | O_CREAT | O_EXCL, 0644)));
	}
	folder = opendir("many");
	CHECK(folder != NULL);
	CHECK_EQ(list(folder, seen), FILES + 1);
	CHECK_EQ(readdir(folder), NULL);
	rewinddir(folder);
	CHECK_EQ(list(folder, seen), FILES + 1);
	rewinddir(folder);
	CHECK_ERRNO(syscall(SYS_getdents64, dirfd(folder), tiny, sizeof(tiny)), EINVAL);
	CHECK_ERRNO(read(dirfd(folder), tiny, 1), EISDIR);

	for (i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "file-with-a-longer-name-%d", i);
		CHECK_EQ(unlinkat(dirfd(folder), name, 0), 0);
	}
	rewinddir(folder);
	CHECK_EQ(list(folder, seen), 1);
	CHECK_EQ(closedir(folder), 0);
	CHECK_EQ(rmdir("many/folder"), 0);
	CHECK_EQ(rmdir("many"), 0);
	return 0;
}
