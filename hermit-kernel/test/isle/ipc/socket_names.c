/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names of AF_UNIX sockets in folders of every kind: a socket is found under the name that it was renamed to, shows in
 * the folder with owner and mode, and goes with unlink. In a host folder it is the isle's own: the host sees nothing,
 * and a file of the host with the same name comes back when it goes.
 * @folders tmp root share
 * @before echo of-the-host > hidden
 * @after [ -z "$(find . -type s)" ] && [ "$(cat hidden)" = of-the-host ]
 */
#include <dirent.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include "test.h"

static struct sockaddr_un address_of(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	return address;
}

static int connect_to(const char *name)
{
	struct sockaddr_un address = address_of(name);
	int fd = OK(socket(AF_UNIX, SOCK_STREAM, 0));

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int listen_at(const char *name)
{
	struct sockaddr_un address = address_of(name);
	int fd = OK(socket(AF_UNIX, SOCK_STREAM, 0));

	OK(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	OK(listen(fd, 1));
	return fd;
}

static void check_connects(int listener, const char *name)
{
	char byte = 0;
	int client = OK(connect_to(name)), server = OK(accept(listener, NULL, NULL));

	CHECK_EQ(write(client, "x", 1), 1);
	CHECK_EQ(read(server, &byte, 1), 1);
	CHECK_EQ(byte, 'x');
	close(client);
	close(server);
}

static int count_in_folder(const char *name)
{
	DIR *folder = opendir(".");
	struct dirent *entry;
	int count = 0;

	CHECK(folder);
	while ((entry = readdir(folder)))
		count += !strcmp(entry->d_name, name) && entry->d_type == DT_SOCK;
	closedir(folder);
	return count;
}

static void check_attributes(const char *name)
{
	struct stat status;

	OK(stat(name, &status));
	CHECK(S_ISSOCK(status.st_mode));
	CHECK_EQ(status.st_uid, geteuid());
	OK(chmod(name, 0600));
	OK(chown(name, geteuid(), getegid()));
	OK(stat(name, &status));
	CHECK_EQ(status.st_mode & 07777, 0600u);
	CHECK_ERRNO(open(name, O_RDWR), ENXIO);
}

/* The way in which HotSpot makes the socket of its attach interface. */
static void check_rename(void)
{
	int listener = listen_at("socket.tmp");

	check_attributes("socket.tmp");
	check_connects(listener, "socket.tmp");
	OK(rename("socket.tmp", "socket"));
	CHECK_ERRNO(connect_to("socket.tmp"), ENOENT);
	check_connects(listener, "socket");
	CHECK_EQ(count_in_folder("socket"), 1);
	CHECK_EQ(count_in_folder("socket.tmp"), 0);
	OK(unlink("socket"));
	CHECK_ERRNO(connect_to("socket"), ENOENT);
	CHECK_EQ(count_in_folder("socket"), 0);
	close(listener);
}

static void check_replacing(void)
{
	int first = listen_at("one"), second = listen_at("two");

	OK(rename("two", "one"));
	check_connects(second, "one");
	CHECK_EQ(count_in_folder("one"), 1);
	test_write_file("file", "plain", 5);
	OK(rename("file", "one"));
	CHECK_ERRNO(connect_to("one"), ECONNREFUSED);
	CHECK_EQ(count_in_folder("one"), 0);
	OK(unlink("one"));
	close(first);
	close(second);
}

static void check_folder(void)
{
	OK(mkdir("folder", 0755));
	int listener = listen_at("folder/socket");

	CHECK_ERRNO(rmdir("folder"), ENOTEMPTY);
	OK(rename("folder/socket", "moved"));
	OK(rmdir("folder"));
	check_connects(listener, "moved");
	close(listener);
	CHECK_ERRNO(connect_to("moved"), ECONNREFUSED);
	OK(unlink("moved"));
}

/* Only in a host folder: elsewhere the host's file is not there, or the socket takes its place. */
static void check_hidden(void)
{
	int listener = listen_at("visible");

	OK(rename("visible", "hidden"));
	check_connects(listener, "hidden");
	OK(unlink("hidden"));
	close(listener);
	if (test_on_isle())
		OK(access("hidden", R_OK));
}

int main(int argc, char **argv)
{
	test_enter_folder(argc, argv);
	check_rename();
	check_replacing();
	check_folder();
	if (test_on_host_folder() && test_on_isle())
		check_hidden();
	return 0;
}
