/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A tree of thirty folders, one in the other, with ten files each is made, walked by nftw, and removed completely.
 * @folders tmp root share
 * @timeout 60
 */
#include <ftw.h>
#include "test.h"

static int files, folders, deepest;

static int visit(const char *path, const struct stat *status, int type, struct FTW *where)
{
	if (type == FTW_F) {
		files++;
		CHECK_EQ(status->st_size, 3);
	} else {
		CHECK_EQ(type, FTW_D);
		folders++;
	}
	if (where->level > deepest)
		deepest = where->level;
	CHECK(path[0] == 't');
	return 0;
}

static int remove_it(
	const char *path, const struct stat *status TEST_UNUSED, int type TEST_UNUSED, struct FTW *where TEST_UNUSED)
{
	CHECK_EQ(remove(path), 0);
	return 0;
}

int main(int argc, char **argv)
{
	char path[600] = "tree";
	int depth, i;

	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir(path, 0755), 0);
	for (depth = 0; depth < 30; depth++) {
		size_t length = strlen(path);

		for (i = 0; i < 10; i++) {
			snprintf(path + length, sizeof(path) - length, "/file%d", i);
			test_write_file(path, "abc", 3);
		}
		snprintf(path + length, sizeof(path) - length, "/sub%d", depth);
		CHECK_EQ(mkdir(path, 0755), 0);
	}
	CHECK_EQ(nftw("tree", visit, 20, FTW_PHYS), 0);
	CHECK_EQ(files, 300);
	CHECK_EQ(folders, 31);
	CHECK_EQ(deepest, 30);
	CHECK_EQ(nftw("tree", remove_it, 20, FTW_PHYS | FTW_DEPTH), 0);
	CHECK_ERRNO(access("tree", F_OK), ENOENT);
	return 0;
}
