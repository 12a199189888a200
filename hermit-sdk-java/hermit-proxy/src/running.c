/* SPDX-License-Identifier: BSD-3-Clause */
#include "running.h"

#include "buffer.h"
#include "control_folder.h"
#include "fail.h"
#include "memory.h"
#include "parse.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RUNNING_ANSWER_MS  3000
#define RUNNING_ANSWER_MAX (4u << 20)

static int open_folder(void)
{
	int folder = control_folder_open();
	if (folder >= 0)
		return folder;
	char *path = control_folder_path();
	fail_exit(FAIL_USAGE, "%s: %s", path,
		folder == -EPERM ? "not a folder of yours alone; remove it, or have XDG_RUNTIME_DIR name another place"
				 : strerror(-folder));
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

char *running_read_answer(int fd)
{
	struct buffer answer = {0};
	int64_t deadline = now_ms() + RUNNING_ANSWER_MS;
	ssize_t got = -1;
	while (buffer_length(&answer) < RUNNING_ANSWER_MAX) {
		struct pollfd slot = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();
		if (left <= 0 || poll(&slot, 1, (int)left) <= 0)
			break;
		got = read(fd, buffer_reserve(&answer, 4096), 4096);
		if (got <= 0)
			break;
		buffer_commit(&answer, (size_t)got);
	}
	buffer_append(&answer, "", 1);
	if (got == 0 && buffer_length(&answer) > 1)
		return (char *)answer.bytes;
	buffer_free(&answer);
	return NULL;
}

/* A descriptor or a negative errno. */
static int send_request(int folder, pid_t pid, const char *request)
{
	char *line = memory_format("%s\n", request);
	int fd = control_folder_connect(folder, pid);
	if (fd >= 0 && send(fd, line, strlen(line), MSG_NOSIGNAL) != (ssize_t)strlen(line)) {
		close(fd);
		fd = -EPIPE;
	}
	free(line);
	return fd;
}

int running_ask(pid_t pid, const char *request)
{
	int folder = open_folder();
	int fd = send_request(folder, pid, request);
	close(folder);
	if (fd < 0)
		fail_exit(FAIL_ISLE, "isle %d: %s", (int)pid, fd == -ESRCH ? "it has ended" : strerror(-fd));
	return fd;
}

struct running *running_list(size_t *count)
{
	int folder = open_folder();
	size_t found;
	pid_t *pids = control_folder_list(folder, &found);
	struct running *list = memory_resize(NULL, found * sizeof(*list));
	*count = 0;
	for (size_t i = 0; i < found; i++) {
		int fd = send_request(folder, pids[i], "status");
		if (fd == -ESRCH)
			continue; /* was a left-over, which is gone now */
		list[(*count)++] = (struct running){.pid = pids[i], .status = fd < 0 ? NULL : running_read_answer(fd)};
		if (fd >= 0)
			close(fd);
	}
	control_folder_sweep(folder); /* half-made ones */
	free(pids);
	close(folder);
	return list;
}

char *running_value(const struct running *isle, const char *key)
{
	size_t length = strlen(key);
	for (const char *line = isle->status; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (!strncmp(line, key, length) && line[length] == '=')
			return memory_format("%.*s", (int)strcspn(line + length + 1, "\n"), line + length + 1);
	return memory_copy_text("");
}

static char *describe(const struct running *list, size_t count, const char *only)
{
	char *text = memory_copy_text("");
	for (size_t i = 0; i < count; i++) {
		char *name = running_value(&list[i], "name");
		if (!only || !strcmp(name, only)) {
			char *more = memory_format("%s%s%d (%s)", text, *text ? ", " : "", (int)list[i].pid, name);
			free(text);
			text = more;
		}
		free(name);
	}
	return text;
}

static bool matches(const struct running *isle, const char *text)
{
	uint64_t number;
	if (!parse_unsigned(text, 1, INT32_MAX, &number) && (pid_t)number == isle->pid)
		return true;
	char *name = running_value(isle, "name");
	bool same = !strcmp(name, text);
	free(name);
	return same;
}

pid_t running_find(const char *isle)
{
	size_t count, found = 0;
	pid_t pid = 0;
	struct running *list = running_list(&count);
	for (size_t i = 0; i < count; i++) {
		if (!matches(&list[i], isle))
			continue;
		pid = list[i].pid;
		found++;
	}
	if (!found && !count)
		fail_exit(FAIL_USAGE, "%s: no such isle; none is running", isle);
	if (!found)
		fail_exit(FAIL_USAGE, "%s: no such isle; running: %s", isle, describe(list, count, NULL));
	if (found > 1)
		fail_exit(FAIL_USAGE, "%s: several isles have that name; give the number of one: %s", isle,
			describe(list, count, isle));
	for (size_t i = 0; i < count; i++)
		free(list[i].status);
	free(list);
	return pid;
}
