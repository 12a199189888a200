/* SPDX-License-Identifier: BSD-3-Clause */
#include "attach_socket.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define ATTACH_BACKLOG 5 /* as HotSpot's */

static dev_t made_device;
static ino_t made_inode; /* 0: none is made */

static void make_address(struct sockaddr_un *address, pid_t pid, const char *suffix)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	snprintf(address->sun_path, sizeof(address->sun_path), "/tmp/.java_pid%d%s", (int)pid, suffix);
}

void attach_socket_path(char *path, size_t size)
{
	snprintf(path, size, "/tmp/.java_pid%d", (int)getpid());
}

bool attach_socket_is_asked(void)
{
	static const char *const folders[] = {".", "/tmp"};
	struct stat status;
	char path[64];
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/.attach_pid%d", folders[i], (int)getpid());
		if (lstat(path, &status) == 0 && (status.st_uid == geteuid() || status.st_uid == 0))
			return true;
	}
	return false;
}

/* In place under a name that no tool looks for until it listens. */
int attach_socket_listen(void)
{
	struct sockaddr_un address, last;
	struct stat status;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	make_address(&address, getpid(), ".tmp");
	make_address(&last, getpid(), "");
	unlink(address.sun_path);
	mode_t mask = umask(0177);
	int failed = bind(fd, (struct sockaddr *)&address, sizeof(address));
	umask(mask);
	if (!failed && listen(fd, ATTACH_BACKLOG) == 0 && lstat(address.sun_path, &status) == 0 &&
		rename(address.sun_path, last.sun_path) == 0) {
		made_device = status.st_dev;
		made_inode = status.st_ino;
		return fd;
	}
	int error = -errno;
	unlink(address.sun_path);
	close(fd);
	return error;
}

bool attach_socket_is_there(void)
{
	struct sockaddr_un address;
	struct stat status;
	make_address(&address, getpid(), "");
	return made_inode && lstat(address.sun_path, &status) == 0 && status.st_dev == made_device &&
	       status.st_ino == made_inode;
}

void attach_socket_unlisten(void)
{
	struct sockaddr_un address;
	make_address(&address, getpid(), "");
	if (attach_socket_is_there())
		unlink(address.sun_path);
	made_inode = 0;
}

void attach_socket_remove_leftover(pid_t pid)
{
	struct sockaddr_un address;
	struct stat status;
	make_address(&address, pid, "");
	if (lstat(address.sun_path, &status) == 0 && S_ISSOCK(status.st_mode) && status.st_uid == geteuid())
		unlink(address.sun_path);
}
