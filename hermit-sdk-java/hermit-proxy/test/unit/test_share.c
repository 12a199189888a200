/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "share.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[64];

/* base/a, base/a/b, base/a/b/c, base/ab, base/link → a */
static int make_folders(void **state)
{
	(void)state;
	strcpy(base, "/tmp/hermit-share-XXXXXX");
	return mkdtemp(base) && chdir(base) == 0 && !mkdir("a", 0700) && !mkdir("a/b", 0700) && !mkdir("a/b/c", 0700) &&
			       !mkdir("ab", 0700) && !symlink("a", "link") && !symlink("../ab", "a/out")
		       ? 0
		       : -1;
}

static int remove_folders(void **state)
{
	(void)state;
	return unlink("link") || unlink("a/out") || rmdir("ab") || rmdir("a/b/c") || rmdir("a/b") || rmdir("a") ||
	       chdir("/") || rmdir(base);
}

static void add_all(struct shares *shares, const char *list)
{
	char *wrong = NULL;
	*shares = (struct shares){0};
	assert_null(share_add_list(shares, list, &wrong));
}

static void free_all(struct shares *shares)
{
	for (size_t i = 0; i < shares->count; i++)
		free(shares->items[i].path);
}

/* After merging: paths below base, ":ro" behind those that are, joined by ','. */
static void expect_merged(const char *list, const char *expected)
{
	struct shares shares;
	char joined[512] = "";
	add_all(&shares, list);
	share_merge(&shares);
	for (size_t i = 0; i < shares.count; i++) {
		const char *path = shares.items[i].path;
		assert_memory_equal(path, base, strlen(base));
		strcat(joined, i ? "," : "");
		strcat(joined, path + strlen(base));
		strcat(joined, shares.items[i].read_only ? ":ro" : "");
	}
	assert_string_equal(joined, expected);
	free_all(&shares);
}

static void paths_become_absolute(void **state)
{
	(void)state;
	expect_merged("a", "/a");
	expect_merged("a/", "/a");
	expect_merged("./a/../ab", "/ab");
	expect_merged("a:ro", "/a:ro");
	expect_merged("a:rw", "/a");
	expect_merged(".", "");
}

static void link_keeps_its_name(void **state)
{
	(void)state;
	char path[PATH_MAX];
	struct shares shares;
	snprintf(path, sizeof(path), "%s/link", base);
	add_all(&shares, path);
	assert_string_equal(shares.items[0].path, path);
	free_all(&shares);
}

static void nested_folders_merge(void **state)
{
	(void)state;
	expect_merged("a,a/b", "/a");
	expect_merged("a/b/c,a/b,a", "/a");
	expect_merged("a/b,a:ro", "/a:ro,/a/b");
	expect_merged("a,a/b:ro", "/a,/a/b:ro");
	expect_merged("a,a/b:ro,a/b/c", "/a,/a/b:ro,/a/b/c");
	expect_merged("a:ro,a/b:ro,a/b/c", "/a:ro,/a/b/c");
	expect_merged("a,ab", "/a,/ab");
}

static void link_that_leads_out_is_kept(void **state)
{
	(void)state;
	char list[PATH_MAX];
	struct shares shares;
	snprintf(list, sizeof(list), "%s/a,%s/a/out", base, base);
	add_all(&shares, list);
	share_merge(&shares);
	assert_int_equal(shares.count, 2);
	free_all(&shares);
}

static void last_mention_counts(void **state)
{
	(void)state;
	expect_merged("a,a:ro", "/a:ro");
	expect_merged("a:ro,a", "/a");
}

static void covered_paths(void **state)
{
	(void)state;
	char path[PATH_MAX];
	struct shares shares;
	add_all(&shares, "a");
	snprintf(path, sizeof(path), "%s/a/b", base);
	assert_true(share_covers(&shares, path));
	snprintf(path, sizeof(path), "%s/ab", base);
	assert_false(share_covers(&shares, path));
	assert_false(share_covers(&shares, "/"));
	free_all(&shares);
}

static void wrong_shares(void **state)
{
	(void)state;
	static const char *const wrong[] = {"nothing", "/nothing", "", ":ro", "/", "/proc", "/proc/self", "/sys",
		"/dev/shm", "/etc/passwd", "a:xy"};
	struct shares shares = {0};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(share_add(&shares, wrong[i]));
	assert_int_equal(shares.count, 0);
}

static void list_names_the_wrong_one(void **state)
{
	(void)state;
	struct shares shares = {0};
	char *wrong = NULL;
	assert_non_null(share_add_list(&shares, "a,nothing:ro,ab", &wrong));
	assert_string_equal(wrong, "nothing:ro");
	free(wrong);
	free_all(&shares);
}

static void not_too_many(void **state)
{
	(void)state;
	struct shares shares = {0};
	char name[16];
	for (unsigned i = 0; i <= SHARE_MAX; i++) {
		snprintf(name, sizeof(name), "many%u", i);
		assert_int_equal(mkdir(name, 0700), 0);
		const char *problem = share_add(&shares, name);
		assert_true(i < SHARE_MAX ? !problem : !!problem);
		rmdir(name);
	}
	free_all(&shares);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_become_absolute),
		cmocka_unit_test(link_keeps_its_name),
		cmocka_unit_test(nested_folders_merge),
		cmocka_unit_test(link_that_leads_out_is_kept),
		cmocka_unit_test(last_mention_counts),
		cmocka_unit_test(covered_paths),
		cmocka_unit_test(wrong_shares),
		cmocka_unit_test(list_names_the_wrong_one),
		cmocka_unit_test(not_too_many),
	};
	return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
