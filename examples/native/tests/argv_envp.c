/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Arguments and environment arrive as they were given: empty ones, spaces, quotes, bytes beyond ASCII.
 * By hand: NATIVE_TEXT='two words = "three"' NATIVE_EMPTY= argv_envp one 'two words' '' '"$HOME"' Grüße
 *
 * @args one 'two words' '' '"$HOME"' Grüße
 * @env NATIVE_TEXT=two words = "three"
 * @env NATIVE_EMPTY=
 * @expect ^5 arguments and [0-9]+ variables, as expected$
 */
#include "lib/check.h"

#include <string.h>

extern char **environ;

static const char *const expected_arguments[] = {"one", "two words", "", "\"$HOME\"", "Gr\303\274\303\237e"};
#define EXPECTED ((int)(sizeof(expected_arguments) / sizeof(*expected_arguments)))

static void check_arguments(int argc, char **argv)
{
	CHECK(argc == EXPECTED + 1, "%d arguments, expected %d (the source says which)", argc - 1, EXPECTED);
	const char *slash = strrchr(argv[0], '/');
	CHECK(strcmp(slash ? slash + 1 : argv[0], "argv_envp") == 0, "argv[0] is '%s'", argv[0]);
	for (int i = 0; i < EXPECTED; i++)
		CHECK(strcmp(argv[i + 1], expected_arguments[i]) == 0, "argument %d is '%s', expected '%s'", i + 1,
			argv[i + 1], expected_arguments[i]);
	CHECK(argv[argc] == NULL, "argv[%d] is not NULL", argc);
}

static void check_variable(const char *name, const char *expected)
{
	const char *value = getenv(name);
	CHECK(value, "variable %s is not set", name);
	CHECK(strcmp(value, expected) == 0, "variable %s is '%s', expected '%s'", name, value, expected);
}

static int check_environment(char **envp)
{
	int variables = 0;
	check_variable("NATIVE_TEXT", "two words = \"three\"");
	check_variable("NATIVE_EMPTY", "");
	CHECK(!getenv("NATIVE_NOT_SET"), "NATIVE_NOT_SET has the value '%s'", getenv("NATIVE_NOT_SET"));
	for (char **entry = envp; *entry; entry++, variables++)
		CHECK(strchr(*entry, '='), "an entry of the environment has no '=': '%s'", *entry);
	CHECK(envp == environ, "main's third argument is not environ");
	return variables;
}

/* What a program sets itself, it finds again. */
static void check_changes(void)
{
	CHECK(setenv("NATIVE_NEW", "1", 0) == 0, "setenv failed");
	check_variable("NATIVE_NEW", "1");
	CHECK(setenv("NATIVE_NEW", "2", 0) == 0, "setenv failed");
	check_variable("NATIVE_NEW", "1");
	CHECK(setenv("NATIVE_NEW", "3", 1) == 0, "setenv failed");
	check_variable("NATIVE_NEW", "3");
	CHECK(unsetenv("NATIVE_NEW") == 0, "unsetenv failed");
	CHECK(!getenv("NATIVE_NEW"), "NATIVE_NEW is set after unsetenv");
}

int main(int argc, char **argv, char **envp)
{
	check_arguments(argc, argv);
	int variables = check_environment(envp);
	check_changes();
	printf("%d arguments and %d variables, as expected\n", argc - 1, variables);
	return 0;
}
