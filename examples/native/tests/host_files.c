/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of the host, in the working folder: write, read back, append, rename, list, remove. On an isle the working
 * folder is the host's, so what is left at the end can be read there: host_files.txt.
 *
 * @expect ^host_files.txt: [0-9]+ lines, [0-9]+ bytes$
 * @after [ "$(cat host_files.txt)" = "$(seq -f 'line %g' 0 999)" ] && [ ! -e host_files.dir ]
 */
#include "lib/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER   "host_files.dir"
#define FIRST    FOLDER "/first"
#define SECOND   FOLDER "/second"
#define RESULT   "host_files.txt"
#define LINES    1000
#define APPENDED 100 /* of these, the last, by append */

/* Left over by a run that failed. */
static void remove_leftovers(void)
{
	unlink(FIRST);
	unlink(SECOND);
	unlink(RESULT);
	rmdir(FOLDER);
}

static void write_lines(const char *path, const char *mode, int from, int to)
{
	FILE *file = fopen(path, mode);
	CHECK(file, "fopen %s: %s", path, strerror(errno));
	for (int line = from; line < to; line++)
		CHECK(fprintf(file, "line %d\n", line) > 0, "fprintf %s: %s", path, strerror(errno));
	CHECK(fclose(file) == 0, "fclose %s: %s", path, strerror(errno));
}

static long read_lines(const char *path)
{
	char text[32], expected[32];
	FILE *file = fopen(path, "r");
	CHECK(file, "fopen %s: %s", path, strerror(errno));
	for (int line = 0; line < LINES; line++) {
		snprintf(expected, sizeof(expected), "line %d\n", line);
		CHECK(fgets(text, sizeof(text), file), "%s ends before line %d", path, line);
		CHECK(strcmp(text, expected) == 0, "%s: line %d is '%s'", path, line, text);
	}
	CHECK(!fgets(text, sizeof(text), file) && feof(file), "%s goes on after its last line", path);
	long size = ftell(file);
	CHECK(fclose(file) == 0, "fclose %s: %s", path, strerror(errno));
	return size;
}

/* Reads and writes at a place, through a descriptor. */
static void patch_in_place(const char *path)
{
	char text[6];
	int file = open(path, O_RDWR);
	CHECK(file >= 0, "open %s: %s", path, strerror(errno));
	CHECK(lseek(file, 7, SEEK_SET) == 7, "lseek: %s", strerror(errno));
	CHECK(write(file, "LINE 1", 6) == 6, "write: %s", strerror(errno));
	CHECK(lseek(file, 7, SEEK_SET) == 7, "lseek: %s", strerror(errno));
	CHECK(read(file, text, 6) == 6 && memcmp(text, "LINE 1", 6) == 0, "read back '%.6s'", text);
	CHECK(lseek(file, -6, SEEK_CUR) == 7, "lseek: %s", strerror(errno));
	CHECK(write(file, "line 1", 6) == 6, "write: %s", strerror(errno));
	CHECK(close(file) == 0, "close: %s", strerror(errno));
}

/* The folder has exactly one file of this name. */
static void check_listing(const char *name)
{
	int files = 0;
	DIR *folder = opendir(FOLDER);
	CHECK(folder, "opendir %s: %s", FOLDER, strerror(errno));
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		CHECK(strcmp(entry->d_name, name) == 0, "%s has a file '%s'", FOLDER, entry->d_name);
		files++;
	}
	CHECK(closedir(folder) == 0, "closedir: %s", strerror(errno));
	CHECK(files == 1, "%s has %d files, expected 1", FOLDER, files);
}

static void check_missing(const char *path)
{
	struct stat status;
	errno = 0;
	CHECK(stat(path, &status) == -1 && errno == ENOENT, "%s is still there (errno %d)", path, errno);
}

int main(void)
{
	struct stat status;
	remove_leftovers();
	CHECK(mkdir(FOLDER, 0755) == 0, "mkdir %s: %s", FOLDER, strerror(errno));
	errno = 0;
	CHECK(mkdir(FOLDER, 0755) == -1 && errno == EEXIST, "a second mkdir: errno %d", errno);

	write_lines(FIRST, "w", 0, LINES - APPENDED);
	check_listing("first");
	CHECK(rename(FIRST, SECOND) == 0, "rename: %s", strerror(errno));
	check_listing("second");
	check_missing(FIRST);
	write_lines(SECOND, "a", LINES - APPENDED, LINES);
	patch_in_place(SECOND);

	errno = 0;
	CHECK(rmdir(FOLDER) == -1 && errno == ENOTEMPTY, "rmdir of a folder with a file: errno %d", errno);
	CHECK(rename(SECOND, RESULT) == 0, "rename: %s", strerror(errno));
	CHECK(rmdir(FOLDER) == 0, "rmdir: %s", strerror(errno));
	check_missing(FOLDER);

	write_lines("host_files.tmp", "w", 0, 1);
	CHECK(unlink("host_files.tmp") == 0, "unlink: %s", strerror(errno));
	check_missing("host_files.tmp");

	long size = read_lines(RESULT);
	CHECK(stat(RESULT, &status) == 0 && S_ISREG(status.st_mode), "stat %s: %s", RESULT, strerror(errno));
	CHECK(status.st_size == size, "stat says %ld bytes, read %ld", (long)status.st_size, size);
	printf("%s: %d lines, %ld bytes\n", RESULT, LINES, size);
	return 0;
}
