/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * src/device.c for tests: the isles are those of the folder $FAKE_DEVICE, and one that is started is a process,
 * fakeqemu
 * ($HERMIT_QEMU), at the other end of sockets.
 *
 *   isleN/device   there is such an isle; a text in it is the errno with which it is opened: EBUSY, EACCES
 *   isleN/owner, isleN/status   what /sys/hermit says of it
 *   refuse         "ERRNO MESSAGE": START's answer
 *   start          made by START: its fields, one a line
 *   stopped        made by STOP
 */
#include "device.h"

#include "host.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <hermit/boot.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define STREAMS_MAX 32u

static struct {
	int channel, log, log_ours; /* the isle's ends, and ours of the log */
	int streams[STREAMS_MAX];   /* ours; device_stream hands them out */
	int far_ends[STREAMS_MAX];  /* the isle's */
	pid_t isle;
} fake;

static const char *folder(void)
{
	const char *path = getenv("FAKE_DEVICE");
	return path ? path : "/nonexistent";
}

static int error_of(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = {{"EBUSY", EBUSY}, {"EACCES", EACCES}, {"EINVAL", EINVAL}, {"ENOMEM", ENOMEM}};
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (!strncmp(name, errors[i].name, strlen(errors[i].name)))
			return errors[i].number;
	return 0;
}

bool device_is_there(void)
{
	return access(folder(), F_OK) == 0;
}

char *device_path(unsigned isle)
{
	return memory_format("%s/isle%u/device", folder(), isle);
}

static void make_pair(int *ours, int *theirs)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		abort();
	*ours = pair[0];
	*theirs = pair[1];
}

/* Room for what nobody reads, as in the ring of an isle. */
static void make_log(void)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0 || fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0)
		abort();
	fake.log_ours = ends[0];
	fake.log = ends[1];
}

int device_open(unsigned isle)
{
	int ours;
	char *path = device_path(isle), *text = host_read_file(path);
	int error = text ? error_of(text) : ENOENT;
	free(text);
	free(path);
	if (error)
		return -error;
	make_pair(&ours, &fake.channel);
	make_log();
	return ours;
}

int device_info(int device, struct hermit_device_info *info)
{
	(void)device;
	*info = (struct hermit_device_info){.version = HERMIT_DEVICE_VERSION, .nodes = 2, .memory = 512u << 20};
	return 0;
}

static void note(const char *name, const char *text)
{
	char *path = memory_format("%s/%s", folder(), name);
	FILE *file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
	free(path);
}

static void note_start(const struct hermit_device_start *start)
{
	char *text = memory_format(
		"version=%u\nsize=%u\nimage=%llu\nimage_offset=%llu\nroot=%llu\nhas_root=%d\ncpus=%s\n"
		"memory=%llu\nstreams=%u\n",
		start->version, start->size, (unsigned long long)start->image_size,
		(unsigned long long)start->image_offset, (unsigned long long)start->root_size, start->root_fd >= 0,
		(const char *)start->cpus, (unsigned long long)start->memory, start->streams);
	note("start", text);
	free(text);
}

static int refuse_as_told(struct hermit_device_start *start)
{
	char *path = memory_format("%s/refuse", folder()), *text = host_read_file(path);
	free(path);
	if (!text)
		return 0;
	text[strcspn(text, "\n")] = 0;
	char *blank = strchr(text, ' ');
	if (blank)
		snprintf(start->message, sizeof(start->message), "%s", blank + 1);
	int error = error_of(text);
	free(text);
	return -error;
}

static _Noreturn void become_isle(int blob)
{
	char *arguments[] = {(char *)"isle", (char *)"-fw_cfg",
		memory_format("name=" HERMIT_BOOT_FWCFG_NAME ",file=/proc/self/fd/%d", blob), (char *)"-chardev",
		memory_format("socket,id=channel,fd=%d", fake.channel), (char *)"-chardev",
		memory_format("socket,id=log,fd=%d", fake.log), NULL};
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fcntl(fake.channel, F_SETFD, 0);
	fcntl(fake.log, F_SETFD, 0);
	fcntl(blob, F_SETFD, 0);
	execv(getenv("HERMIT_QEMU"), arguments);
	_exit(127);
}

int device_start(int device, struct hermit_device_start *start)
{
	int error = refuse_as_told(start);
	(void)device;
	note_start(start);
	if (error)
		return error;
	int blob = memfd_create("blob", MFD_CLOEXEC);
	if (write(blob, (const void *)start->blob, start->blob_size) != (ssize_t)start->blob_size)
		return -EFAULT;
	for (unsigned i = 1; i < start->streams && i < STREAMS_MAX; i++) {
		make_pair(&fake.streams[i], &fake.far_ends[i]);
		fcntl(fake.far_ends[i], F_SETFD, 0); /* open as long as the isle is there */
	}
	fake.isle = fork();
	if (fake.isle == 0)
		become_isle(blob);
	for (unsigned i = 1; i < start->streams && i < STREAMS_MAX; i++)
		close(fake.far_ends[i]);
	close(fake.channel);
	close(fake.log);
	close(blob);
	return 0;
}

int device_stream(int device, unsigned number)
{
	(void)device;
	return fake.streams[number];
}

int device_log(int device)
{
	(void)device;
	fcntl(fake.log_ours, F_SETFL, O_NONBLOCK);
	return fcntl(fake.log_ours, F_DUPFD_CLOEXEC, 3);
}

int device_stop(int device)
{
	(void)device;
	kill(fake.isle, SIGKILL);
	waitpid(fake.isle, NULL, 0);
	note("stopped", "");
	return 0;
}

char *device_attribute(unsigned isle, const char *attribute)
{
	char *path = memory_format("%s/isle%u/%s", folder(), isle, attribute), *text = host_read_file(path);
	free(path);
	if (text && *text && text[strlen(text) - 1] == '\n')
		text[strlen(text) - 1] = 0;
	return text;
}
