// sources: fs/walk.c fs/dentry.c fs/inode.c fs/limit.c fs/names.c fs/mount.c fs/open.c fs/file.c fs/fdtable.c fs/lock.c
// sources: fs/devfs.c fs/tmpfs.c fs/tmpfs_dir.c fs/tmpfs_file.c fs/erofs.c lib/radix.c lib/format.c sched/rlimit.c
// sources: test/unit/host.c test/unit/host_fs.c test/unit/host_files.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fs/tmpfs_dir.c against a model: names of two folders as a table, on a plain tmpfs and over a root image, with memory
 * that runs out now and then. Listing while others remove and create.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm-generic/fcntl.h>
#include "fs/erofs.h"
#include "fs/file.h"
#include "fs/tmpfs.h"
#include "fs/vfs.h"
#include "lib/format.h"
#include "test/unit/host.h"
#include "test/unit/host_files.h"
#include "test/unit/host_fs.h"

#define NAMES      10
#define NAME_STEPS 20000

static struct erofs image;

/** /d0 and /d1 with half of the names n0 … n9, /many with 300. */
static void make_image(void)
{
	const char *folder = host_folder();
	host_run("mkdir -p %s/tree/d0 %s/tree/d1 %s/tree/many", folder, folder, folder);
	host_run("cd %s/tree && for i in 0 2 4 6 8; do echo d0 > d0/n$i; done; mkdir d1/n1 && echo d1 > d1/n3", folder);
	host_run("cd %s/tree/many && for i in $(seq 0 299); do : > entry-$i; done", folder);
	host_run("mkfs.erofs --quiet --all-root %s/image %s/tree > /dev/null", folder, folder);
}

static int prepare(void **state)
{
	char path[200];
	size_t size;
	make_image();
	snprintf(path, sizeof(path), "%s/image", host_folder());
	void *memory = host_load(path, &size);
	host_fs_init();
	if (erofs_open(memory, size, &image))
		return -1;
	int error = vfs_mount(
		tmpfs_new(&(struct tmpfs_options){.source = "root", .lower = &image, .uid = 7, .gid = 8}), NULL);
	if (!error)
		error = vfs_make_path("/plain");
	if (!error)
		error = vfs_mount(tmpfs_new(&(struct tmpfs_options){.source = "plain", .mode = 0755}), "/plain");
	return error;
}

static struct file *must_open(const char *path, int flags)
{
	struct file *file = file_open(NULL, path, flags, 0644);
	assert_false(is_error(file));
	return file;
}

/** What a name stands for: a file by number, or a folder (negative), or nothing (0). */
static int names[2][NAMES];
static int links[100]; /* names of each file */

static void path_of(char path[32], const char *top, unsigned dir, unsigned name)
{
	snprintf(path, 32, "%s/d%u/n%u", top, dir, name);
}

static int free_number(void)
{
	for (int i = 1; i < 100; i++)
		if (!links[i])
			return i;
	return 0;
}

static void drop(int what)
{
	if (what > 0)
		links[what]--;
}

/** Every file says its number in its size. */
static int number_at(const char *path)
{
	struct walk walk;
	struct attributes attributes;
	int error = vfs_walk(NULL, path, 0, &walk);
	if (error) {
		assert_int_equal(error, -ENOENT);
		return 0;
	}
	inode_attributes(walk.dentry->inode, &attributes);
	dentry_put(walk.dentry);
	if ((attributes.mode & 0170000) == 0040000)
		return -1;
	assert_int_equal(attributes.links, links[attributes.size]);
	return (int)attributes.size;
}

static void step_create(const char *path, int *slot)
{
	int number = free_number();
	struct file *file = file_open(NULL, path, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (is_error(file)) {
		host_allocations_left = -1;
		assert_true(ptr_error(file) == -ENOMEM || (*slot && ptr_error(file) == -EEXIST));
		if (!*slot) /* it may have been made before memory ran out */
			vfs_unlink(NULL, path);
		return;
	}
	assert_int_equal(*slot, 0);
	host_allocations_left = -1;
	assert_int_equal(inode_truncate(file->inode, (uint64_t)number), 0);
	file_put(file);
	*slot = number;
	links[number] = 1;
}

static void step_mkdir(const char *path, int *slot)
{
	int error = vfs_mkdir(NULL, path, 0755);
	assert_true(error == -ENOMEM || error == (*slot ? -EEXIST : 0));
	if (!error)
		*slot = -1;
}

static void step_unlink(const char *path, int *slot)
{
	int error = vfs_unlink(NULL, path);
	assert_true(error == -ENOMEM || error == (*slot > 0 ? 0 : *slot ? -EISDIR : -ENOENT));
	if (error)
		return;
	drop(*slot);
	*slot = 0;
}

static void step_rmdir(const char *path, int *slot)
{
	int error = vfs_rmdir(NULL, path);
	assert_true(error == -ENOMEM || error == (*slot < 0 ? 0 : *slot ? -ENOTDIR : -ENOENT));
	if (!error)
		*slot = 0;
}

static void step_link(const char *from, int *source, const char *to, int *target)
{
	int error = vfs_link(NULL, from, 0, NULL, to);
	int expected = !*source ? -ENOENT : *source < 0 ? -EPERM : *target ? -EEXIST : 0;
	assert_true(error == -ENOMEM || error == expected);
	if (!error) {
		*target = *source;
		links[*source]++;
	}
}

static int rename_result(int source, int target, unsigned flags, bool same)
{
	if (!source)
		return -ENOENT;
	if (target && flags & 1)
		return -EEXIST;
	if (!target && flags & 2)
		return -ENOENT;
	if (same || (target > 0 && target == source) || !target || flags & 2)
		return 0;
	return source < 0 && target > 0 ? -ENOTDIR : source > 0 && target < 0 ? -EISDIR : 0;
}

static void step_rename(const char *from, int *source, const char *to, int *target)
{
	unsigned flags = host_random() % 3;
	int kept = *target, error = vfs_rename(NULL, from, NULL, to, flags);
	/* a folder onto itself: "is below itself" comes before "is the same" only for other names */
	if (source == target && *source < 0 && error == -ENOTEMPTY)
		return;
	assert_true(error == -ENOMEM || error == rename_result(*source, *target, flags, source == target));
	if (error || source == target || (kept > 0 && kept == *source))
		return;
	*target = *source;
	*source = flags & 2 ? kept : 0;
	if (!(flags & 2))
		drop(kept);
}

static void step_names(const char *top)
{
	char path[32], other[32];
	unsigned a = host_random() % 2, i = host_random() % NAMES, b = host_random() % 2, k = host_random() % NAMES;
	path_of(path, top, a, i);
	path_of(other, top, b, k);
	switch (host_random() % 7) {
	case 0:
	case 1:
		return step_create(path, &names[a][i]);
	case 2:
		return step_mkdir(path, &names[a][i]);
	case 3:
		return step_unlink(path, &names[a][i]);
	case 4:
		return step_rmdir(path, &names[a][i]);
	case 5:
		return step_link(path, &names[a][i], other, &names[b][k]);
	case 6:
		return step_rename(path, &names[a][i], other, &names[b][k]);
	}
}

/** A sink that counts each name "nI" it is given. */
struct counting_sink {
	struct directory_sink sink;
	unsigned seen[NAMES], others;
};

static bool count_name(
	struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type, uint64_t next)
{
	struct counting_sink *counting = container_of(sink, struct counting_sink, sink);
	if (length == 2 && name[0] == 'n')
		counting->seen[name[1] - '0']++;
	else
		counting->others++;
	return true;
}

static void check_names(const char *top)
{
	char path[32];
	struct attributes attributes;
	for (unsigned dir = 0; dir < 2; dir++) {
		struct counting_sink counting = {.sink.emit = count_name};
		unsigned folders = 0;
		snprintf(path, sizeof(path), "%s/d%u", top, dir);
		struct file *file = must_open(path, O_RDONLY | O_DIRECTORY);
		assert_int_equal(file_read_directory(file, &counting.sink), 0);
		file_attributes(file, &attributes);
		file_put(file);
		assert_int_equal(counting.others, 2);
		for (unsigned i = 0; i < NAMES; i++) {
			path_of(path, top, dir, i);
			assert_int_equal(number_at(path), names[dir][i]);
			assert_int_equal(counting.seen[i], names[dir][i] != 0);
			folders += names[dir][i] < 0;
		}
		assert_int_equal(attributes.links, 2 + folders);
	}
}

static void names_behave_as_a_table(const char *top)
{
	for (unsigned i = 0; i < NAME_STEPS; i++) {
		host_allocations_left = host_random() % 4 ? -1 : (int)(host_random() % 12);
		step_names(top);
		host_allocations_left = -1;
		if (i % 50 == 0)
			check_names(top);
	}
	check_names(top);
}

static void names_of_new_folders(void **state)
{
	memset(names, 0, sizeof(names));
	memset(links, 0, sizeof(links));
	assert_int_equal(vfs_mkdir(NULL, "/plain/d0", 0755), 0);
	assert_int_equal(vfs_mkdir(NULL, "/plain/d1", 0755), 0);
	names_behave_as_a_table("/plain");
}

/** The image's files get their numbers first. */
static void names_of_folders_of_the_image(void **state)
{
	char path[32];
	memset(names, 0, sizeof(names));
	memset(links, 0, sizeof(links));
	for (unsigned dir = 0; dir < 2; dir++)
		for (unsigned i = 0; i < NAMES; i++) {
			path_of(path, "", dir, i);
			if ((dir == 0 && i % 2 == 0) || (dir == 1 && i == 3)) {
				int number = free_number();
				links[number] = 1;
				names[dir][i] = number;
				struct file *file = must_open(path, O_RDWR);
				assert_int_equal(inode_truncate(file->inode, (uint64_t)number), 0);
				file_put(file);
			}
		}
	names[1][1] = -1;
	names_behave_as_a_table("");
}

/* Listing in parts, while names come and go */

struct part_sink {
	struct directory_sink sink;
	unsigned room;
	unsigned seen[400];
};

static bool take_some(
	struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type, uint64_t next)
{
	struct part_sink *part = container_of(sink, struct part_sink, sink);
	unsigned number = 0;
	if (part->room == 0)
		return false;
	part->room--;
	if (length <= 6 || memcmp(name, "entry-", 6))
		return true;
	for (size_t i = 6; i < length; i++)
		number = number * 10 + (unsigned)(name[i] - '0');
	part->seen[number]++;
	return true;
}

static void listing_survives_changes(void **state)
{
	static struct part_sink part;
	static bool removed[300];
	char path[40];
	struct file *file = must_open("/many", O_RDONLY | O_DIRECTORY);
	part.sink.emit = take_some;
	for (unsigned round = 0; round < 100; round++) {
		part.room = 1 + host_random() % 7;
		assert_int_equal(file_read_directory(file, &part.sink), 0);
		unsigned victim = host_random() % 300;
		snprintf(path, sizeof(path), "/many/entry-%u", victim);
		assert_int_equal(vfs_unlink(NULL, path), removed[victim] ? -ENOENT : 0);
		removed[victim] = true;
		snprintf(path, sizeof(path), "/many/entry-%u", 300 + round % 100);
		if (round % 10 == 0)
			assert_int_equal(vfs_mkdir(NULL, path, 0755), 0);
	}
	part.room = 1000;
	assert_int_equal(file_read_directory(file, &part.sink), 0);
	for (unsigned i = 0; i < 300; i++)
		assert_true(removed[i] ? part.seen[i] <= 1 : part.seen[i] == 1);
	part.room = 10;
	assert_int_equal(file_read_directory(file, &part.sink), 0);
	assert_int_equal(part.room, 10); /* the end stays the end */
	assert_int_equal(file_seek(file, 0, 0), 0);
	part.room = 1;
	assert_int_equal(file_read_directory(file, &part.sink), 0);
	assert_int_equal(part.room, 0);
	file_put(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_new_folders),
		cmocka_unit_test(names_of_folders_of_the_image),
		cmocka_unit_test(listing_survives_changes),
	};
	return cmocka_run_group_tests(tests, prepare, NULL);
}
