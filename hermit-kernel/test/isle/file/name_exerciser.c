/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random creations, renames, links and removals of files and folders, each compared with a model of the names that
 * exist.
 * @folders tmp root share
 * @timeout 60
 */
#include <dirent.h>
#include "test.h"

#define NAMES      24
#define OPERATIONS 600

/* What each name in the folder stands for: 0 nothing, -1 a folder, else the id of a file. */
static int model[NAMES];
static int next_id = 1;
static uint64_t random_state = 99;

static int pick(int below)
{
	return (int)(test_random(&random_state) % (uint64_t)below);
}

static const char *name_of(int index)
{
	static char names[NAMES][8];

	snprintf(names[index], sizeof(names[index]), "n%d", index);
	return names[index];
}

static void expect(int result, int error)
{
	if (error == 0) {
		CHECK_EQ(result, 0);
	} else {
		CHECK_EQ(result, -1);
		CHECK_EQ(errno, error);
	}
}

static void do_create(int a, int b TEST_UNUSED)
{
	int fd = open(name_of(a), O_WRONLY | O_CREAT | O_EXCL, 0600);
	char id[16];

	if (model[a] != 0) {
		CHECK_EQ(fd, -1);
		CHECK_EQ(errno, EEXIST);
		return;
	}
	model[a] = next_id++;
	CHECK_OP(fd, >=, 0);
	snprintf(id, sizeof(id), "%d", model[a]);
	CHECK_EQ(write(fd, id, strlen(id)), strlen(id));
	CHECK_EQ(close(fd), 0);
}

static void do_unlink(int a, int b TEST_UNUSED)
{
	expect(unlink(name_of(a)), model[a] == 0 ? ENOENT : model[a] < 0 ? EISDIR : 0);
	if (model[a] > 0)
		model[a] = 0;
}

static void do_mkdir(int a, int b TEST_UNUSED)
{
	expect(mkdir(name_of(a), 0700), model[a] ? EEXIST : 0);
	if (model[a] == 0)
		model[a] = -1;
}

static void do_rmdir(int a, int b TEST_UNUSED)
{
	expect(rmdir(name_of(a)), model[a] == 0 ? ENOENT : model[a] > 0 ? ENOTDIR : 0);
	if (model[a] < 0)
		model[a] = 0;
}

static void do_link(int a, int b)
{
	if (model[a] < 0)
		return; /* EPERM or EEXIST, whichever is looked at first */
	expect(link(name_of(a), name_of(b)), model[a] == 0 ? ENOENT : model[b] ? EEXIST : 0);
	if (model[a] && !model[b])
		model[b] = model[a];
}

static void do_rename(int a, int b)
{
	int error = 0;

	if (model[a] == 0)
		error = ENOENT;
	else if (a != b && model[a] > 0 && model[b] < 0)
		error = EISDIR;
	else if (a != b && model[a] < 0 && model[b] > 0)
		error = ENOTDIR;
	expect(rename(name_of(a), name_of(b)), error);
	if (error || a == b || (model[a] > 0 && model[a] == model[b]))
		return;
	model[b] = model[a];
	model[a] = 0;
}

static void check_name(int index)
{
	struct stat status;
	char *text;

	if (model[index] == 0) {
		CHECK_ERRNO(lstat(name_of(index), &status), ENOENT);
		return;
	}
	CHECK_EQ(lstat(name_of(index), &status), 0);
	CHECK_EQ(S_ISDIR(status.st_mode), model[index] < 0);
	if (model[index] < 0)
		return;
	text = test_read_file(name_of(index));
	CHECK_EQ(atoi(text), model[index]);
	free(text);
}

static void check_listing(void)
{
	DIR *folder = opendir(".");
	struct dirent *entry;
	int count = 0, i;

	while ((entry = readdir(folder)))
		count += entry->d_name[0] == 'n';
	for (i = 0; i < NAMES; i++)
		count -= model[i] != 0;
	CHECK_EQ(count, 0);
	CHECK_EQ(closedir(folder), 0);
}

int main(int argc, char **argv)
{
	static void (*const operations[])(int, int) = {
		do_create, do_create, do_create, do_unlink, do_mkdir, do_rmdir, do_link, do_rename, do_rename};
	int n, i;

	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir("names", 0755) | chdir("names"), 0);
	for (n = 0; n < OPERATIONS; n++) {
		operations[pick(9)](pick(NAMES), pick(NAMES));
		for (i = 0; i < 3; i++)
			check_name(pick(NAMES));
		if (n % 100 == 99)
			check_listing();
	}
	return 0;
}
