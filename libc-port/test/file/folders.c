/* SPDX-License-Identifier: BSD-3-Clause */
/* Folders: making, listing, sorting, walking back, the working folder, and errors. */
#include "test.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 500

static int only_even(const struct dirent *entry)
{
	return entry->d_name[0] == 'f' && (entry->d_name[4] - '0') % 2 == 0;
}

static int count(DIR *dir)
{
	int entries = 0;
	errno = 0;
	for (struct dirent *entry; (entry = readdir(dir));)
		entries += entry->d_name[0] == 'f' && entry->d_type == DT_REG;
	CHECK_EQ(errno, 0);
	return entries;
}

int main(void)
{
	char name[64], before[256], after[256];
	CHECK(getcwd(before, sizeof(before)));
	CHECK_EQ(mkdir("folder", 0755), 0);
	CHECK_FAILS(mkdir("folder", 0755), EEXIST);
	CHECK_EQ(chdir("folder"), 0);
	CHECK(getcwd(after, sizeof(after)));
	CHECK_STR(after + strlen(before), "/folder");
	CHECK(getcwd(after, 2) == NULL);
	CHECK_EQ(errno, ERANGE);
	char *fitting = getcwd(NULL, 0);
	CHECK(fitting);
	free(fitting);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "f%04d", i);
		CHECK_EQ(close(open(name, O_CREAT | O_WRONLY, 0600)), 0);
	}
	DIR *dir = opendir(".");
	CHECK(dir);
	CHECK_EQ(count(dir), FILES);
	rewinddir(dir);
	CHECK_EQ(count(dir), FILES);
	CHECK_EQ(closedir(dir), 0);
	struct dirent **names;
	int found = scandir(".", &names, only_even, alphasort);
	CHECK_EQ(found, FILES / 2);
	CHECK_STR(names[1]->d_name, "f0002");
	for (int i = 0; i < found; i++)
		free(names[i]);
	free(names);
	CHECK_EQ(chdir(".."), 0);
	CHECK_FAILS(rmdir("folder"), ENOTEMPTY);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "folder/f%04d", i);
		CHECK_EQ(unlink(name), 0);
	}
	CHECK_EQ(rmdir("folder"), 0);
	CHECK(opendir("folder") == NULL);
	CHECK_EQ(errno, ENOENT);
	return 0;
}
