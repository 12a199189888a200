/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library's own file functions: buffered streams, seeking, temporary files, directory scanning, removal.
 * @folders tmp root share
 */
#include <dirent.h>
#include "test.h"

static void check_stream(void)
{
	FILE *file = fopen("stream", "w+");
	char line[64];
	int i;

	CHECK(file != NULL);
	for (i = 0; i < 10000; i++)
		CHECK_OP(fprintf(file, "line %d\n", i), >, 0);
	CHECK_EQ(fseek(file, 0, SEEK_SET), 0);
	for (i = 0; i < 10000; i++) {
		char expected[32];

		CHECK(fgets(line, sizeof(line), file) != NULL);
		snprintf(expected, sizeof(expected), "line %d\n", i);
		CHECK_STR(line, expected);
	}
	CHECK(fgets(line, sizeof(line), file) == NULL && feof(file));
	CHECK_EQ(fclose(file), 0);
	file = fopen("stream", "a");
	CHECK_OP(fprintf(file, "last"), >, 0);
	CHECK_EQ(fclose(file), 0);
	CHECK_EQ(remove("stream"), 0);
}

static void check_temporary(void)
{
	char name[] = "made-XXXXXX", folder[] = "folder-XXXXXX";
	int fd = OK(mkstemp(name));

	CHECK_EQ(write(fd, "x", 1), 1);
	CHECK_EQ(close(fd) | unlink(name), 0);
	CHECK(mkdtemp(folder) != NULL);
	CHECK_EQ(remove(folder), 0);
}

static void check_scan(void)
{
	struct dirent **entries;
	int i, n;

	CHECK_EQ(mkdir("scan", 0755), 0);
	test_write_file("scan/c", "", 0);
	test_write_file("scan/a", "", 0);
	test_write_file("scan/b", "", 0);
	n = scandir("scan", &entries, NULL, alphasort);
	CHECK_EQ(n, 5);
	CHECK_STR(entries[2]->d_name, "a");
	CHECK_STR(entries[4]->d_name, "c");
	for (i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
}

int main(int argc, char **argv)
{
	FILE *temporary;

	test_enter_folder(argc, argv);
	check_stream();
	check_temporary();
	check_scan();
	temporary = tmpfile();
	CHECK(temporary != NULL);
	CHECK_EQ(fputs("x", temporary) < 0, 0);
	CHECK_EQ(fclose(temporary), 0);
	return 0;
}
