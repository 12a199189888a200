/* SPDX-License-Identifier: BSD-3-Clause */
#include "folder_server.h"

#include "child.h"
#include "folder_server_limits.h"
#include "memory.h"
#include "search.h"
#include "stringlist.h"

#include <errno.h>
#include <hermit/boot.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER_NAME    "diod"
#define SERVER_THREADS "4" /* as many requests at a time; its default of 16 costs memory and time to start */
#define SERVER_END_MS  5000

char *folder_server_find(void)
{
	static const char *const folders[] = {"/usr/sbin", "/usr/local/sbin", "/sbin"}; /* rarely in a user's PATH */
	char *path = search_path(SERVER_NAME);
	for (size_t i = 0; !path && i < sizeof(folders) / sizeof(folders[0]); i++) {
		path = memory_format("%s/" SERVER_NAME, folders[i]);
		if (access(path, X_OK) < 0) {
			free(path);
			path = NULL;
		}
	}
	return path;
}

void folder_servers_open(struct folder_servers *servers, const struct shares *shares)
{
	*servers = (struct folder_servers){.shares = shares, .watch_fd = epoll_create1(EPOLL_CLOEXEC)};
}

/*
 * Nothing of /etc/diod.conf; the uid that attaches is the one that diod runs under, whether or not the password file
 * knows it; the stream is its only client, so there is nobody to ask for credentials.
 */
static void server_arguments(struct strings *arguments, int read_only_fd, int stream_fd)
{
	strings_add(arguments, SERVER_NAME);
	strings_add(arguments, "-c");
	if (read_only_fd < 0) {
		strings_add(arguments, "/dev/null");
		strings_add_pair(arguments, "-e", HERMIT_SHARE_EXPORT);
	} else {
		strings_add_format(arguments, "/proc/self/fd/%d", read_only_fd);
	}
	strings_add(arguments, "-f");
	strings_add(arguments, "-n");
	strings_add(arguments, "-N");
	strings_add_pair(arguments, "-t", SERVER_THREADS);
	strings_add_pair(arguments, "-L", "stderr");
	strings_add(arguments, "-r");
	strings_add_format(arguments, "%d", stream_fd);
	strings_add(arguments, "-w");
	strings_add_format(arguments, "%d", stream_fd);
}

/*
 * A file without a name that exports the folder read-only (diod.conf(5)): diod 1.0.24 takes the option -o without a
 * word but does not apply it to what -e names. -1 and errno.
 */
static int server_make_read_only(void)
{
	static const char text[] = "exports = { { path = \"" HERMIT_SHARE_EXPORT "\", opts = \"ro\" } }\n";
	int fd = memfd_create("diod.conf", MFD_CLOEXEC);
	if (fd >= 0 && write(fd, text, sizeof(text) - 1) != (ssize_t)sizeof(text) - 1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A process is waited for as any descriptor; it is readable once the process has ended. */
static int server_watch(struct folder_servers *servers, pid_t pid)
{
	struct epoll_event event = {.events = EPOLLIN};
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		return -errno;
	return epoll_ctl(servers->watch_fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int folder_servers_add(struct folder_servers *servers, const char *diod, int stream_fd, int messages_fd)
{
	struct strings arguments = {0};
	const struct share *share = &servers->shares->items[servers->count];
	struct child_setup setup = {.path = diod,
		.output_fd = messages_fd,
		.node = -1,
		.folder = share->path,
		.confine = folder_server_limits};
	int read_only_fd = share->read_only ? server_make_read_only() : -1;
	if (share->read_only && read_only_fd < 0)
		return -errno;
	server_arguments(&arguments, read_only_fd, stream_fd);
	setup.arguments = arguments.items;
	child_keep(&setup, stream_fd);
	if (share->read_only)
		child_keep(&setup, read_only_fd);
	pid_t pid = child_start(&setup);
	strings_free(&arguments);
	close(stream_fd);
	if (share->read_only)
		close(read_only_fd);
	if (pid < 0)
		return pid;
	servers->pids[servers->count++] = pid;
	return server_watch(servers, pid);
}

char *folder_servers_describe(struct folder_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		siginfo_t info = {0};
		if (waitid(P_PID, (id_t)servers->pids[i], &info, WEXITED | WNOHANG | WNOWAIT) < 0 || !info.si_pid)
			continue;
		return memory_format("the server of the host folder %s (" SERVER_NAME ") ended: %s %d",
			servers->shares->items[i].path, info.si_code == CLD_EXITED ? "status" : "signal",
			info.si_status);
	}
	return NULL;
}

void folder_servers_kill(struct folder_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++)
		child_kill(servers->pids[i]);
}

void folder_servers_close(struct folder_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++)
		child_wait(servers->pids[i], SERVER_END_MS);
	servers->count = 0;
	close(servers->watch_fd);
}
