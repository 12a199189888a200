// sources: fs/walk.c fs/dentry.c fs/inode.c fs/limit.c fs/names.c fs/mount.c fs/open.c fs/file.c fs/fdtable.c fs/lock.c
// sources: fs/devfs.c fs/tmpfs.c fs/tmpfs_dir.c fs/tmpfs_file.c fs/erofs.c lib/radix.c lib/format.c sched/rlimit.c
// sources: test/unit/host.c test/unit/host_fs.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/walk.c, dentry.c, names.c, open.c on a tmpfs: path_resolution(7), and what rename and removal do to open files'
 * paths. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm-generic/fcntl.h>
#include "fs/file.h"
#include "fs/tmpfs.h"
#include "fs/vfs.h"
#include "test/unit/host_fs.h"

#define NOREPLACE 1
#define EXCHANGE  2

static int prepare(void **state)
{
	host_fs_init();
	int error = vfs_mount(tmpfs_new(&(struct tmpfs_options){.source = "root", .mode = 0755}), NULL);
	return error ? error : vfs_make_path("/a/b/c");
}

static void check_made(int result)
{
	assert_int_equal(result, 0);
}

/** Walks, and compares the path of what was found. */
static void leads_to(const char *path, const char *expected)
{
	struct walk walk;
	char found[4096];
	assert_int_equal(vfs_walk(NULL, path, 0, &walk), 0);
	assert_true(vfs_path(walk.dentry, found, sizeof(found)) > 0);
	assert_string_equal(found, expected);
	dentry_put(walk.dentry);
}

static void fails(const char *path, unsigned flags, int error)
{
	struct walk walk;
	assert_int_equal(vfs_walk(NULL, path, flags, &walk), error);
}

static void check_file(const char *path, const char *contents)
{
	check_made(vfs_write_file(path, 0644, contents, strlen(contents)));
}

static void reads_as(const char *path, const char *contents)
{
	char text[100] = "";
	struct file *file = file_open(NULL, path, O_RDONLY, 0);
	assert_false(is_error(file));
	assert_int_equal(file_read(file, text, sizeof(text) - 1, 0), strlen(contents));
	assert_string_equal(text, contents);
	file_put(file);
}

static void slashes_and_dots(void **state)
{
	leads_to("/", "/");
	leads_to("//a///b/", "/a/b");
	leads_to("/a/./b/../b/c/.", "/a/b/c");
	leads_to("/..", "/");
	leads_to("/a/../..//../a", "/a");
	fails("", 0, -ENOENT);
	fails("/a/x", 0, -ENOENT);
	fails("/a/x/..", 0, -ENOENT);
}

static void files_are_no_folders(void **state)
{
	check_file("/a/file", "x");
	leads_to("/a/file", "/a/file");
	fails("/a/file/", 0, -ENOTDIR);
	fails("/a/file/x", 0, -ENOTDIR);
	fails("/a/file/..", 0, -ENOTDIR);
	fails("/a/file/.", 0, -ENOTDIR);
	fails("/a/file", WALK_DIRECTORY, -ENOTDIR);
}

static void symbolic_links(void **state)
{
	check_made(vfs_symlink("b/c", NULL, "/a/relative"));
	check_made(vfs_symlink("/a/b", NULL, "/absolute"));
	check_made(vfs_symlink("nowhere", NULL, "/dangling"));
	check_made(vfs_symlink("../a/relative/", NULL, "/a/chained"));
	check_made(vfs_symlink("a/file", NULL, "/to-file"));
	leads_to("/a/relative", "/a/b/c");
	leads_to("/a/relative/..", "/a/b");
	leads_to("/absolute/c", "/a/b/c");
	leads_to("/absolute/../file", "/a/file");
	leads_to("/a/chained/../c", "/a/b/c");
	fails("/dangling", 0, -ENOENT);
	fails("/to-file/", 0, -ENOTDIR);
	struct walk walk;
	assert_int_equal(vfs_walk(NULL, "/dangling", WALK_NOFOLLOW, &walk), 0);
	assert_true((walk.dentry->inode->mode & 0170000) == 0120000);
	dentry_put(walk.dentry);
	/* a slash behind it asks for the folder */
	assert_int_equal(vfs_walk(NULL, "/absolute/", WALK_NOFOLLOW, &walk), 0);
	assert_true((walk.dentry->inode->mode & 0170000) == 0040000);
	dentry_put(walk.dentry);
}

static void link_loops_end(void **state)
{
	check_made(vfs_symlink("loop", NULL, "/loop"));
	check_made(vfs_symlink("pong/x", NULL, "/ping"));
	check_made(vfs_symlink("ping", NULL, "/pong"));
	fails("/loop", 0, -ELOOP);
	fails("/ping", 0, -ELOOP);
	fails("/loop/x", 0, -ELOOP);
	/* 40 links are followed, 41 are not */
	char name[16] = "/l00", target[16] = "l00";
	check_made(vfs_symlink("a", NULL, "/l00"));
	for (int i = 1; i < 42; i++) {
		memcpy(target, name + 1, 4);
		name[2] = '0' + i / 10;
		name[3] = '0' + i % 10;
		check_made(vfs_symlink(target, NULL, name));
	}
	leads_to("/l39", "/a");
	fails("/l40", 0, -ELOOP);
}

static void long_names(void **state)
{
	char path[400] = "/";
	memset(path + 1, 'n', 255);
	check_made(vfs_mkdir(NULL, path, 0755));
	leads_to(path, path);
	strcat(path, "n");
	fails(path, 0, -ENAMETOOLONG);
	assert_int_equal(vfs_mkdir(NULL, path, 0755), -ENAMETOOLONG);
	fails("/a/file/" /* not a folder: that counts first */ "x", 0, -ENOTDIR);
}

static void parent_walks(void **state)
{
	struct walk walk;
	assert_int_equal(vfs_walk(NULL, "/absolute/new//", WALK_PARENT, &walk), 0);
	assert_int_equal(walk.last_length, 3);
	assert_memory_equal(walk.last, "new", 3);
	assert_true(walk.last_slash);
	dentry_put(walk.dentry);
	assert_int_equal(vfs_walk(NULL, "/", WALK_PARENT, &walk), 0);
	assert_int_equal(walk.last_length, 0);
	dentry_put(walk.dentry);
}

static void mounts_cover(void **state)
{
	check_made(vfs_make_path("/mnt/inner"));
	check_file("/mnt/below", "hidden");
	check_made(vfs_mount(tmpfs_new(&(struct tmpfs_options){.source = "one", .mode = 0755}), "/mnt"));
	fails("/mnt/below", 0, -ENOENT);
	check_made(vfs_mkdir(NULL, "/mnt/sub", 0755));
	check_made(vfs_mount(tmpfs_new(&(struct tmpfs_options){.source = "two", .mode = 0755}), "/mnt/sub"));
	check_made(vfs_mkdir(NULL, "/mnt/sub/leaf", 0755));
	leads_to("/mnt/sub/leaf", "/mnt/sub/leaf");
	leads_to("/mnt/sub/..", "/mnt");
	leads_to("/mnt/sub/../..", "/");
	leads_to("/mnt/sub/leaf/../../../a", "/a");
	assert_int_equal(vfs_rmdir(NULL, "/mnt/sub"), -EBUSY);
	assert_int_equal(vfs_rename(NULL, "/mnt/sub", NULL, "/mnt/other", 0), -EBUSY);
	check_file("/mnt/sub/f", "x");
	assert_int_equal(vfs_rename(NULL, "/mnt/sub/f", NULL, "/mnt/f", 0), -EXDEV);
	assert_int_equal(vfs_link(NULL, "/mnt/sub/f", 0, NULL, "/mnt/f"), -EXDEV);
}

static void creation(void **state)
{
	assert_int_equal(vfs_mkdir(NULL, "/a", 0755), -EEXIST);
	assert_int_equal(vfs_mkdir(NULL, "/", 0755), -EEXIST);
	assert_int_equal(vfs_mkdir(NULL, "/a/.", 0755), -EEXIST);
	assert_int_equal(vfs_mkdir(NULL, "/nope/x", 0755), -ENOENT);
	assert_int_equal(vfs_mkdir(NULL, "/a/file/x", 0755), -ENOTDIR);
	assert_int_equal(vfs_mkdir(NULL, "/dangling", 0755), -EEXIST);
	check_made(vfs_mkdir(NULL, "/slashed/", 0755));
	assert_int_equal(vfs_symlink("x", NULL, "/newlink/"), -ENOENT);
	assert_int_equal(vfs_symlink("", NULL, "/newlink"), -ENOENT);
}

static long open_error(const char *path, int flags)
{
	struct file *file = file_open(NULL, path, flags, 0644);
	if (is_error(file))
		return ptr_error(file);
	file_put(file);
	return 0;
}

static void opening(void **state)
{
	assert_int_equal(open_error("/a", O_RDWR), -EISDIR);
	assert_int_equal(open_error("/a", O_RDONLY | O_CREAT), -EISDIR);
	assert_int_equal(open_error("/new/", O_RDWR | O_CREAT), -EISDIR);
	assert_int_equal(open_error("/a/file", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	assert_int_equal(open_error("/a/file", O_RDWR | O_CREAT | O_EXCL), -EEXIST);
	assert_int_equal(open_error("/to-file", O_RDONLY | O_NOFOLLOW), -ELOOP);
	assert_int_equal(open_error("/to-file", O_RDONLY), 0);
	assert_int_equal(open_error("/dangling", O_RDWR | O_CREAT | O_EXCL), -EEXIST);
	assert_int_equal(open_error("/loop", O_RDWR | O_CREAT), -ELOOP);
	assert_int_equal(open_error("/dangling", O_RDWR | O_CREAT), 0);
	leads_to("/nowhere", "/nowhere"); /* made through the link */
	assert_int_equal(open_error("/a/../a/fresh", O_RDWR | O_CREAT), 0);
	leads_to("/a/fresh", "/a/fresh");
	struct file *file = file_open(NULL, "/to-file", O_PATH | O_NOFOLLOW, 0);
	assert_false(is_error(file));
	assert_int_equal(file_read(file, NULL, 0, 0), -EBADF);
	file_put(file);
}

static void removal(void **state)
{
	check_made(vfs_make_path("/gone/in"));
	assert_int_equal(vfs_rmdir(NULL, "/gone"), -ENOTEMPTY);
	assert_int_equal(vfs_rmdir(NULL, "/gone/."), -EINVAL);
	assert_int_equal(vfs_rmdir(NULL, "/gone/in/.."), -ENOTEMPTY);
	assert_int_equal(vfs_unlink(NULL, "/gone"), -EISDIR);
	assert_int_equal(vfs_rmdir(NULL, "/a/file"), -ENOTDIR);
	assert_int_equal(vfs_unlink(NULL, "/a/file/"), -ENOTDIR);
	assert_int_equal(vfs_unlink(NULL, "/gone/none"), -ENOENT);
	struct walk walk;
	char path[100];
	assert_int_equal(vfs_walk(NULL, "/gone/in", 0, &walk), 0);
	check_made(vfs_rmdir(NULL, "/gone/in"));
	check_made(vfs_rmdir(NULL, "/gone"));
	assert_true(vfs_path(walk.dentry, path, sizeof(path)) > 0);
	assert_string_equal(path, "/gone/in (deleted)");
	assert_int_equal(vfs_mkdir(walk.dentry, "x", 0755), -ENOENT);
	dentry_put(walk.dentry);
}

static void renaming(void **state)
{
	check_made(vfs_make_path("/r/dir/sub"));
	check_made(vfs_make_path("/r/empty"));
	check_file("/r/one", "1");
	check_file("/r/two", "2");
	check_made(vfs_rename(NULL, "/r/one", NULL, "/r/two", 0));
	reads_as("/r/two", "1");
	fails("/r/one", 0, -ENOENT);
	assert_int_equal(vfs_rename(NULL, "/r/one", NULL, "/r/x", 0), -ENOENT);
	assert_int_equal(vfs_rename(NULL, "/r/dir", NULL, "/r/dir/sub/x", 0), -EINVAL);
	assert_int_equal(vfs_rename(NULL, "/r/empty", NULL, "/r/dir", 0), -ENOTEMPTY);
	assert_int_equal(vfs_rename(NULL, "/r/dir/sub", NULL, "/r/dir", 0), -ENOTEMPTY);
	assert_int_equal(vfs_rename(NULL, "/r/two", NULL, "/r/dir", 0), -EISDIR);
	assert_int_equal(vfs_rename(NULL, "/r/dir", NULL, "/r/two", 0), -ENOTDIR);
	assert_int_equal(vfs_rename(NULL, "/r/two", NULL, "/r/new/", 0), -ENOTDIR);
	assert_int_equal(vfs_rename(NULL, "/r/dir/.", NULL, "/r/new", 0), -EBUSY);
	assert_int_equal(vfs_rename(NULL, "/r/two", NULL, "/r/dir", NOREPLACE), -EEXIST);
	assert_int_equal(vfs_rename(NULL, "/r/two", NULL, "/r/new", EXCHANGE), -ENOENT);
	assert_int_equal(vfs_rename(NULL, "/r/two", NULL, "/r/new", NOREPLACE | EXCHANGE), -EINVAL);
	check_made(vfs_rename(NULL, "/r/dir", NULL, "/r/empty", 0));
	leads_to("/r/empty/sub", "/r/empty/sub");
	check_made(vfs_rename(NULL, "/r/two", NULL, "/r/empty", EXCHANGE));
	reads_as("/r/empty", "1");
	leads_to("/r/two/sub", "/r/two/sub");
}

static void paths_follow_renames(void **state)
{
	char path[100];
	check_made(vfs_make_path("/p/q"));
	check_file("/p/q/f", "f");
	struct file *file = file_open(NULL, "/p/q/f", O_RDONLY, 0);
	check_made(vfs_rename(NULL, "/p/q", NULL, "/moved", 0));
	assert_true(file_path(file, path, sizeof(path)) > 0);
	assert_string_equal(path, "/moved/f");
	assert_int_equal(file_path(file, path, 5), -ENAMETOOLONG);
	check_file("/p/g", "g");
	check_made(vfs_rename(NULL, "/p/g", NULL, "/moved/f", 0));
	assert_true(file_path(file, path, sizeof(path)) > 0);
	assert_string_equal(path, "/moved/f (deleted)");
	file_put(file);
	reads_as("/moved/f", "g");
	/* one name, one dentry */
	struct walk first, second;
	assert_int_equal(vfs_walk(NULL, "/moved", 0, &first), 0);
	assert_int_equal(vfs_walk(NULL, "/p/../moved", 0, &second), 0);
	assert_ptr_equal(first.dentry, second.dentry);
	dentry_put(second.dentry);
	vfs_set_working_folder(first.dentry);
	dentry_put(first.dentry);
	leads_to("f", "/moved/f");
	leads_to("../p", "/p");
	leads_to(".", "/moved");
	vfs_set_working_folder(vfs_root);
}

static void hard_links(void **state)
{
	struct attributes attributes;
	struct walk walk;
	check_file("/h1", "linked");
	check_made(vfs_link(NULL, "/h1", 0, NULL, "/a/h2"));
	assert_int_equal(vfs_link(NULL, "/a", 0, NULL, "/dirlink"), -EPERM);
	assert_int_equal(vfs_link(NULL, "/h1", 0, NULL, "/a/h2"), -EEXIST);
	check_made(vfs_rename(NULL, "/h1", NULL, "/a/h2", 0)); /* the same file: both names stay */
	assert_int_equal(vfs_walk(NULL, "/h1", 0, &walk), 0);
	inode_attributes(walk.dentry->inode, &attributes);
	dentry_put(walk.dentry);
	assert_int_equal(attributes.links, 2);
	check_made(vfs_unlink(NULL, "/h1"));
	reads_as("/a/h2", "linked");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slashes_and_dots),
		cmocka_unit_test(files_are_no_folders),
		cmocka_unit_test(symbolic_links),
		cmocka_unit_test(link_loops_end),
		cmocka_unit_test(long_names),
		cmocka_unit_test(parent_walks),
		cmocka_unit_test(mounts_cover),
		cmocka_unit_test(creation),
		cmocka_unit_test(opening),
		cmocka_unit_test(removal),
		cmocka_unit_test(renaming),
		cmocka_unit_test(paths_follow_renames),
		cmocka_unit_test(hard_links),
	};
	return cmocka_run_group_tests(tests, prepare, NULL);
}
