/* SPDX-License-Identifier: BSD-3-Clause */
#include "control_folder.h"

#include "attach_socket.h"
#include "memory.h"
#include "parse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CONTROL_BACKLOG 16
#define CONTROL_PID_MAX 4194304u /* Linux' PID_MAX_LIMIT */

static bool is_folder(const char *path)
{
	struct stat status;
	return *path == '/' && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

char *control_folder_path(void)
{
	const char *base = getenv("XDG_RUNTIME_DIR");
	if (base && is_folder(base))
		return memory_format("%s/hermit", base);
	return memory_format("/tmp/hermit-%u", (unsigned)geteuid());
}

static int check_owner(int fd)
{
	struct stat status;
	if (fstat(fd, &status) < 0)
		return -errno;
	return status.st_uid == geteuid() && !(status.st_mode & 077) ? 0 : -EPERM;
}

int control_folder_open(void)
{
	char *path = control_folder_path();
	int fd = -1;
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = fd >= 0 ? 0 : errno == ELOOP || errno == ENOTDIR ? -EPERM : -errno;
	free(path);
	if (error)
		return error;
	error = check_owner(fd);
	if (error)
		close(fd);
	return error ? error : fd;
}

/* By the descriptor: the folder's own path may be longer than an address of a socket. */
static void make_address(struct sockaddr_un *address, int folder, const char *prefix, pid_t pid)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	snprintf(address->sun_path, sizeof(address->sun_path), "/proc/self/fd/%d/%s%d", folder, prefix, (int)pid);
}

/* Under a hidden name first: the one that others look for is there from the moment on in which it answers. */
int control_folder_listen(int folder)
{
	struct sockaddr_un address;
	char hidden[16], name[16];
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	snprintf(hidden, sizeof(hidden), ".%d", (int)getpid());
	snprintf(name, sizeof(name), "%d", (int)getpid());
	make_address(&address, folder, ".", getpid());
	unlinkat(folder, hidden, 0);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, CONTROL_BACKLOG) == 0 &&
		renameat(folder, hidden, folder, name) == 0)
		return fd;
	int error = -errno;
	unlinkat(folder, hidden, 0);
	close(fd);
	return error;
}

void control_folder_unlisten(int folder)
{
	char name[16];
	snprintf(name, sizeof(name), "%d", (int)getpid());
	unlinkat(folder, name, 0);
}

static void remove_leftover(int folder, const char *name, pid_t pid)
{
	unlinkat(folder, name, 0);
	attach_socket_remove_leftover(pid);
}

int control_folder_connect(int folder, pid_t pid)
{
	struct sockaddr_un address;
	char name[16];
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	make_address(&address, folder, "", pid);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	int error = errno;
	close(fd);
	if (error == ENOENT)
		return -ESRCH;
	if (error != ECONNREFUSED)
		return -error;
	snprintf(name, sizeof(name), "%d", (int)pid);
	remove_leftover(folder, name, pid);
	return -ESRCH;
}

/* Calls `each` with all names that are a number, or a point and a number. */
static void for_each_name(int folder, void (*each)(int folder, const char *name, pid_t pid, void *to), void *to)
{
	uint64_t pid;
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;
	if (!stream) {
		close(copy);
		return;
	}
	while ((entry = readdir(stream)))
		if (!parse_unsigned(entry->d_name + (entry->d_name[0] == '.'), 1, CONTROL_PID_MAX, &pid))
			each(folder, entry->d_name, (pid_t)pid, to);
	closedir(stream);
}

struct pid_list {
	pid_t *items;
	size_t count;
};

static void add_pid(int folder, const char *name, pid_t pid, void *to)
{
	struct pid_list *list = to;
	(void)folder;
	if (*name == '.')
		return;
	list->items = memory_resize(list->items, (list->count + 1) * sizeof(pid));
	list->items[list->count++] = pid;
}

static int compare_pids(const void *a, const void *b)
{
	pid_t first = *(const pid_t *)a, second = *(const pid_t *)b;
	return (first > second) - (first < second);
}

pid_t *control_folder_list(int folder, size_t *count)
{
	struct pid_list list = {0};
	for_each_name(folder, add_pid, &list);
	if (list.count)
		qsort(list.items, list.count, sizeof(pid_t), compare_pids);
	*count = list.count;
	return list.items;
}

static void remove_if_dead(int folder, const char *name, pid_t pid, void *to)
{
	(void)to;
	if (kill(pid, 0) < 0 && errno == ESRCH)
		remove_leftover(folder, name, pid);
}

void control_folder_sweep(int folder)
{
	for_each_name(folder, remove_if_dead, NULL);
}
