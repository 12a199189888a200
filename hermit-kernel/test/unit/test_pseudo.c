// sources: fs/pseudo.c fs/text.c fs/procfs_values.c fs/walk.c fs/dentry.c fs/inode.c fs/limit.c fs/names.c fs/mount.c
// sources: fs/open.c fs/file.c fs/fdtable.c fs/lock.c fs/devfs.c fs/tmpfs.c fs/tmpfs_dir.c fs/tmpfs_file.c fs/erofs.c
// sources: lib/radix.c lib/format.c sched/rlimit.c test/unit/host.c test/unit/host_fs.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/pseudo.c with a tree of its own, and the way /proc and /sys write values. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm-generic/fcntl.h>
#include "fs/file.h"
#include "fs/procfs_values.h"
#include "fs/pseudo.h"
#include "sched/core.h"
#include "test/unit/host_fs.h"

#define LINK (0120000 | 0777)

static unsigned generation, cores = 4;
static char stored[100];

unsigned cores_online(void)
{
	return cores;
}

static int show_generation(struct text *text, const uint64_t *ids)
{
	text_printf(text, "generation %u\n", ++generation);
	return 0;
}

static int show_ids(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%lu/%lu", (unsigned long)ids[0], (unsigned long)ids[1]);
	return 0;
}

static int show_long(struct text *text, const uint64_t *ids)
{
	for (unsigned i = 0; i < 5000; i++)
		text_printf(text, "%04u\n", i);
	return 0;
}

static int show_error(struct text *text, const uint64_t *ids)
{
	return -ESRCH;
}

static int show_target(struct text *text, const uint64_t *ids)
{
	text_printf(text, "things/3");
	return 0;
}

static int store(const char *text, const uint64_t *ids)
{
	if (*text == '!')
		return -EINVAL;
	strcpy(stored, text);
	return 0;
}

/** Things 3, 4, 7. */
static int64_t next_thing(int64_t from, const uint64_t *ids)
{
	return from <= 3 ? 3 : from <= 4 ? 4 : from <= 7 ? 7 : -1;
}

/** Parts 0 … id of the thing - 1. */
static int64_t next_part(int64_t from, const uint64_t *ids)
{
	return from < (int64_t)ids[0] ? from : -1;
}

static const struct pseudo_entry entries[] = {
	{.path = "generation", .show = show_generation},
	{.path = "long", .show = show_long},
	{.path = "error", .show = show_error},
	{.path = "setting", .show = show_generation, .store = store},
	{.path = "link", .mode = LINK, .show = show_target},
	{.path = "things/*", .next = next_thing},
	{.path = "things/*/ids", .show = show_ids},
	{.path = "things/*/part*", .next = next_part},
	{.path = "things/*/part*/ids", .show = show_ids},
	{.path = "things/fixed", .show = show_ids},
};

static int prepare(void **state)
{
	static const struct pseudo_table table = PSEUDO_TABLE(entries);
	host_fs_init();
	return vfs_mount(pseudo_new("test", 1, &table, 1), NULL);
}

static struct file *must_open(const char *path, int flags)
{
	struct file *file = file_open(NULL, path, flags, 0);
	assert_false(is_error(file));
	return file;
}

static void reads_as(const char *path, const char *expected)
{
	char text[100] = "";
	struct file *file = must_open(path, O_RDONLY);
	assert_int_equal(file_read_next(file, text, sizeof(text) - 1), strlen(expected));
	assert_string_equal(text, expected);
	file_put(file);
}

static void numbered_paths(void **state)
{
	struct walk walk;
	reads_as("/things/3/ids", "3/0");
	reads_as("/things/7/part6/ids", "7/6");
	reads_as("/things/fixed", "0/0");
	reads_as("/link/part2/ids", "3/2");
	static const char *const missing[] = {"/things/5", "/things/03", "/things/3/part3", "/things/",
		"/things/3/part", "/things/9999999999999999999999", "/things/-3", "/nothing"};
	for (unsigned i = 0; i < array_size(missing); i++)
		assert_int_equal(vfs_walk(NULL, missing[i], 0, &walk), i == 3 ? 0 : -ENOENT);
	dentry_put(walk.dentry);
}

static void reading_goes_on_with_what_it_began(void **state)
{
	char text[30] = "";
	struct file *file = must_open("/generation", O_RDONLY);
	generation = 0;
	assert_int_equal(file_read_next(file, text, 5), 5);
	generation = 41;
	assert_int_equal(file_read_next(file, text, sizeof(text)), 8);
	assert_memory_equal(text, "ation 1\n", 8);
	assert_int_equal(file_read_next(file, text, sizeof(text)), 0);
	assert_int_equal(file_seek(file, 0, 0), 0);
	assert_int_equal(file_read_next(file, text, sizeof(text)), 14); /* anew from the start */
	assert_memory_equal(text, "generation 42\n", 14);
	file_put(file);
}

static void long_texts_come_in_parts(void **state)
{
	char part[777];
	struct file *file = must_open("/long", O_RDONLY);
	unsigned total = 0, expected = 0;
	for (ssize64_t count; (count = file_read_next(file, part, 775)) > 0; total += (unsigned)count)
		for (ssize64_t at = 0; at + 4 < count; at += 5, expected++) {
			unsigned number = (unsigned)(part[at] - '0') * 1000 + (unsigned)(part[at + 1] - '0') * 100 +
					  (unsigned)(part[at + 2] - '0') * 10 + (unsigned)(part[at + 3] - '0');
			assert_int_equal(number, expected);
		}
	assert_int_equal(total, 25000);
	file_put(file);
}

static void writing(void **state)
{
	struct file *file = must_open("/setting", O_WRONLY | O_TRUNC);
	assert_int_equal(file_write(file, "value\n", 6, 0), 6);
	assert_string_equal(stored, "value\n");
	assert_int_equal(file_write(file, "!", 1, 0), -EINVAL);
	file_put(file);
	assert_int_equal(ptr_error(file_open(NULL, "/generation", O_RDWR, 0)), -EACCES);
	assert_int_equal(ptr_error(file_open(NULL, "/new", O_RDWR | O_CREAT, 0)), -EACCES);
	assert_int_equal(vfs_mkdir(NULL, "/new", 0755), -EPERM);
	assert_int_equal(vfs_unlink(NULL, "/setting"), -EPERM);
}

static void errors_of_generators(void **state)
{
	char text[10];
	struct file *file = must_open("/error", O_RDONLY);
	assert_int_equal(file_read(file, text, sizeof(text), 0), -ESRCH);
	file_put(file);
}

struct name_sink {
	struct directory_sink sink;
	struct text *text;
	unsigned room;
};

static bool note(
	struct directory_sink *sink, const char *name, size_t length, uint64_t inode, unsigned type, uint64_t next)
{
	struct name_sink *names = container_of(sink, struct name_sink, sink);
	if (names->room == 0)
		return false;
	names->room--;
	text_write(names->text, name, length);
	text_write(names->text, " ", 1);
	return true;
}

static void lists_as(const char *path, const char *expected)
{
	struct text text = {0};
	struct file *file = must_open(path, O_RDONLY | O_DIRECTORY);
	for (unsigned i = 0; i < 10; i++) {
		struct name_sink names = {{note}, &text, 2}; /* in parts */
		assert_int_equal(file_read_directory(file, &names.sink), 0);
	}
	assert_string_equal(text.data, expected);
	text_free(&text);
	file_put(file);
}

static void folders_list_their_names(void **state)
{
	lists_as("/", ". .. generation long error setting link things ");
	lists_as("/things", ". .. fixed 3 4 7 ");
	lists_as("/things/3", ". .. ids part0 part1 part2 ");
}

static void sets_of_cores(void **state)
{
	static const struct {
		unsigned cores;
		uint64_t bits[2];
		const char *list, *mask;
	} cases[] = {
		{4, {0xf}, "0-3", "f"},
		{6, {0x2d}, "0,2-3,5", "2d"},
		{4, {0xff}, "0-3", "f"}, /* cores that are not there do not count */
		{33, {0x1ffffffff}, "0-32", "1,ffffffff"},
		{70, {0x8000000000000001, 0x21}, "0,63-64,69", "21,80000000,00000001"},
		{16, {0}, "", "0000"},
	};
	for (unsigned i = 0; i < array_size(cases); i++) {
		struct cpuset set = {{cases[i].bits[0], cases[i].bits[1]}};
		struct text list = {0}, mask = {0};
		cores = cases[i].cores;
		values_cpu_list(&list, &set);
		values_cpu_mask(&mask, &set);
		assert_string_equal(list.data ? list.data : "", cases[i].list);
		assert_string_equal(mask.data, cases[i].mask);
		text_free(&list);
		text_free(&mask);
	}
}

static void numbers(void **state)
{
	static const struct {
		const char *text;
		bool valid;
		int64_t value;
	} cases[] = {{"0", true, 0}, {"42\n", true, 42}, {"-7", true, -7}, {"0x33\n", true, 0x33}, {"017", true, 15},
		{"", false, 0}, {"x", false, 0}, {"12a", false, 0}, {"0x", false, 0},
		{"9223372036854775807", true, INT64_MAX}, {"9223372036854775808", false, 0},
		{"99999999999999999999999", false, 0}, {"1 2", false, 0}};
	for (unsigned i = 0; i < array_size(cases); i++) {
		int64_t value = 0;
		assert_int_equal(values_parse(cases[i].text, &value), cases[i].valid);
		assert_int_equal(value, cases[i].value);
	}
}

static void lines_of_meminfo_and_mounts(void **state)
{
	struct text text = {0};
	text_kib(&text, "MemTotal:", 2048 * 1024);
	text_kib(&text, "Committed_AS:", 1023);
	text_escaped(&text, "a b\\c\td");
	assert_string_equal(text.data, "MemTotal:           2048 kB\nCommitted_AS:          0 kB\na\\040b\\134c\\011d");
	text_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbered_paths),
		cmocka_unit_test(reading_goes_on_with_what_it_began),
		cmocka_unit_test(long_texts_come_in_parts),
		cmocka_unit_test(writing),
		cmocka_unit_test(errors_of_generators),
		cmocka_unit_test(folders_list_their_names),
		cmocka_unit_test(sets_of_cores),
		cmocka_unit_test(numbers),
		cmocka_unit_test(lines_of_meminfo_and_mounts),
	};
	return cmocka_run_group_tests(tests, prepare, NULL);
}
