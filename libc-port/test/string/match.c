/* SPDX-License-Identifier: BSD-3-Clause */
/* Regular expressions, globs of names, and words in UTF-8. */
#include "test.h"
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <libgen.h>
#include <locale.h>
#include <regex.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static void check_regex(void)
{
	regex_t regex;
	regmatch_t found[3];
	CHECK_EQ(regcomp(&regex, "([a-z]+)=([0-9]+)", REG_EXTENDED), 0);
	CHECK_EQ(regexec(&regex, "  key=123;", 3, found, 0), 0);
	CHECK_EQ(found[1].rm_so, 2);
	CHECK_EQ(found[2].rm_eo, 9);
	CHECK_EQ(regexec(&regex, "key=", 0, NULL, 0), REG_NOMATCH);
	regfree(&regex);
}

static void check_glob(void)
{
	glob_t names;
	close(open("g1.txt", O_CREAT | O_WRONLY, 0644));
	close(open("g2.txt", O_CREAT | O_WRONLY, 0644));
	CHECK_EQ(glob("g?.txt", 0, NULL, &names), 0);
	CHECK_EQ(names.gl_pathc, 2);
	CHECK_STR(names.gl_pathv[1], "g2.txt");
	globfree(&names);
	unlink("g1.txt");
	unlink("g2.txt");
}

int main(void)
{
	char path[] = "/usr/lib/";
	check_regex();
	check_glob();
	CHECK_EQ(fnmatch("*.c", "main.c", 0), 0);
	CHECK_EQ(fnmatch("*.c", "main.h", 0), FNM_NOMATCH);
	CHECK_STR(basename(path), "lib");
	CHECK_STR(dirname(strcpy(path, "/usr/lib")), "/usr");
	CHECK_STR(dirname(strcpy(path, "/usr")), "/");
	CHECK(setlocale(LC_ALL, "C.UTF-8"));
	wchar_t wide[8];
	CHECK_EQ(mbstowcs(wide, "\303\244\342\202\254x", 8), 3);
	CHECK_EQ(wide[0], 0xe4);
	CHECK_EQ(wide[1], 0x20ac);
	CHECK_EQ(towupper(wide[0]), 0xc4);
	return 0;
}
