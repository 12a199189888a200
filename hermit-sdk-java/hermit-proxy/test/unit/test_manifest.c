/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "crc32c.h"
#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "hermit.manifest=1\nname=x\nkernel.crc32c=00000001\nrootfs.crc32c=89abcdef\nprogram=/bin/x\n"

static char *parse_sealed(struct manifest *manifest, const char *body)
{
	char text[2048];
	snprintf(text, sizeof(text), "%scrc32c=%08x\n", body, crc32c(0, body, strlen(body)));
	return manifest_parse(manifest, text, strlen(text));
}

static void expect_problem(const char *body, const char *part)
{
	struct manifest manifest;
	char *problem = parse_sealed(&manifest, body);
	assert_non_null(problem);
	if (!strstr(problem, part))
		fail_msg("\"%s\" does not say \"%s\"", problem, part);
	free(problem);
	manifest_free(&manifest);
}

static void all_keys(void **state)
{
	(void)state;
	struct manifest m;
	assert_null(parse_sealed(&m, HEAD "arg=one\narg=\nenv=A=b=c\nenv=E=\nenv.pass=LC_*\ncwd=/app\nmemory=512M\n"
					  "cores=4\nx-anything=y\nx-anything=z\n"));
	assert_string_equal(m.name, "x");
	assert_string_equal(m.program, "/bin/x");
	assert_string_equal(m.folder, "/app");
	assert_true(m.kernel_crc == 1 && m.rootfs_crc == 0x89abcdef);
	assert_int_equal(m.arguments.count, 2);
	assert_string_equal(m.arguments.items[0], "one");
	assert_string_equal(m.arguments.items[1], "");
	assert_int_equal(m.environment.count, 2);
	assert_string_equal(m.environment.items[0], "A=b=c");
	assert_string_equal(m.environment_pass.items[0], "LC_*");
	assert_true(m.memory == 512u << 20);
	assert_int_equal(m.cores, 4);
	manifest_free(&m);
}

static void least_keys(void **state)
{
	(void)state;
	struct manifest m;
	assert_null(parse_sealed(&m, HEAD));
	assert_null(m.folder);
	assert_true(m.memory == 0 && m.cores == 0 && m.arguments.count == 0);
	manifest_free(&m);
}

static void escapes(void **state)
{
	(void)state;
	struct manifest m;
	assert_null(parse_sealed(&m, HEAD "arg=a\\nb\\\\n\n"));
	assert_string_equal(m.arguments.items[0], "a\nb\\n");
	manifest_free(&m);
	expect_problem(HEAD "arg=\\\n", "line 6: arg: a backslash");
	expect_problem(HEAD "arg=\\t\n", "line 6: arg: a backslash");
}

static void wrong_lines(void **state)
{
	(void)state;
	expect_problem("", "hermit.manifest is missing");
	expect_problem("name=x\n", "hermit.manifest expected");
	expect_problem("hermit.manifest=2\n", "hermit.manifest=2: wrong value");
	expect_problem(HEAD "\n", "line 6: not key=value");
	expect_problem(HEAD "=x\n", "line 6: not key=value");
	expect_problem(HEAD "name=y\n", "name is there twice");
	expect_problem(HEAD "Arg=y\n", "Arg: no such key");
	expect_problem(HEAD "crc32c=00000000\n", "crc32c: no such key");
	expect_problem(HEAD "memory=63M\n", "wrong value");
	expect_problem(HEAD "cores=256\n", "wrong value");
	expect_problem(HEAD "cwd=app\n", "wrong value");
	expect_problem(HEAD "env=A\n", "wrong value");
	expect_problem(HEAD "env.pass=\n", "wrong value");
	expect_problem("hermit.manifest=1\nname=x\nkernel.crc32c=00000001\nprogram=/x\n", "rootfs.crc32c is missing");
	expect_problem("hermit.manifest=1\nname=x\nkernel.crc32c=1\n", "kernel.crc32c=1: wrong value");
	expect_problem("hermit.manifest=1\nname=\n", "name=: wrong value");
	expect_problem("hermit.manifest=1\nprogram=x\n", "program=x: wrong value");
}

static void wrong_frame(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t length;
	} wrong[] = {{"", 0}, {"x", 1}, {"crc32c=00000000", 15}, {"crc32c=0000000g\n", 16}, {HEAD, sizeof(HEAD) - 1},
		{HEAD "crc32c=00000000\n", sizeof(HEAD) + 15}, {"a\0crc32c=00000000\n", 18},
		{"acrc32c=00000000\n", 17}};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct manifest manifest;
		char *copy = malloc(wrong[i].length + !wrong[i].length); /* so that ASan sees a step beyond the end */
		memcpy(copy, wrong[i].text, wrong[i].length);
		char *problem = manifest_parse(&manifest, copy, wrong[i].length);
		assert_non_null(problem);
		free(problem);
		free(copy);
		manifest_free(&manifest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_keys),
		cmocka_unit_test(least_keys),
		cmocka_unit_test(escapes),
		cmocka_unit_test(wrong_lines),
		cmocka_unit_test(wrong_frame),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
