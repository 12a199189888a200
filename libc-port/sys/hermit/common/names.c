/* SPDX-License-Identifier: BSD-3-Clause */
/* Parts of path names, and the one user of an isle. */
#include <libgen.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Length of a path without the slashes at its end; 1 for "/", "//", … */
static size_t path_trim(const char *path, size_t length)
{
	while (length > 1 && path[length - 1] == '/')
		length--;
	return length;
}

char *basename(char *path)
{
	if (path == NULL || *path == '\0')
		return ".";
	size_t length = path_trim(path, strlen(path));
	path[length] = '\0';
	char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

char *dirname(char *path)
{
	if (path == NULL || *path == '\0')
		return ".";
	size_t length = path_trim(path, strlen(path));
	while (length > 0 && path[length - 1] != '/')
		length--;
	if (length == 0)
		return ".";
	path[path_trim(path, length)] = '\0';
	return path;
}

/* A program runs as root, in the folder that HOME names. */
static struct passwd *user_root(void)
{
	static struct passwd root = {.pw_name = "root", .pw_passwd = "x", .pw_shell = "/bin/sh"};
	char *home = getenv("HOME");
	root.pw_dir = home ? home : "/";
	return &root;
}

struct passwd *getpwnam(const char *name)
{
	return strcmp(name, "root") == 0 ? user_root() : NULL;
}

struct passwd *getpwuid(uid_t user)
{
	return user == 0 ? user_root() : NULL;
}

char *getlogin(void)
{
	return user_root()->pw_name;
}

/* Nobody gave the program rights that its user lacks. */
int issetugid(void)
{
	return 0;
}
