/* SPDX-License-Identifier: BSD-3-Clause */
#include "multikernel_claim.h"

#include "device.h"
#include "fail.h"
#include "host.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define CLAIM_LIMIT_NS 5000000000
#define CLAIM_POLL_NS  20000000

/* " (NAME)" of a process, or "". */
static char *claim_name_process(const char *pid)
{
	char *path = memory_format("/proc/%s/comm", pid), *name = host_read_file(path);
	free(path);
	if (!name)
		return memory_copy_text("");
	name[strcspn(name, "\n")] = 0;
	char *text = memory_format(" (%s)", name);
	free(name);
	return text;
}

/* The process number of the owner, as a new string; NULL: there is none. */
static char *claim_find_owner(unsigned isle)
{
	char *owner = device_attribute(isle, "owner");
	if (owner)
		owner[strspn(owner, "0123456789")] = 0; /* its name may follow */
	if (owner && *owner && strcmp(owner, "0") != 0)
		return owner;
	free(owner);
	return NULL;
}

/* Gone, or waiting to be reaped (state Z in /proc/PID/stat, behind the name, which may have anything in it). */
static bool claim_has_ended(const char *pid)
{
	char *path = memory_format("/proc/%s/stat", pid), *text = host_read_file(path);
	const char *name_end = text ? strrchr(text, ')') : NULL;
	bool ended = !name_end || !strncmp(name_end, ") Z", 3);
	free(text);
	free(path);
	return ended;
}

static _Noreturn void claim_fail_busy(unsigned isle)
{
	char *owner = claim_find_owner(isle);
	if (!owner || claim_has_ended(owner))
		fail_exit(FAIL_ISLE,
			"isle %u is being given back to Linux, for longer than it should; try again, or choose another "
			"isle (HERMIT_ISLE)",
			isle);
	fail_exit(FAIL_ISLE,
		"isle %u is in use by process %s%s; wait for its end, or choose another isle (HERMIT_ISLE)", isle,
		owner, claim_name_process(owner));
}

/* An owner that was killed is gone before Linux has its cores back: as long as that takes, we wait. */
static int claim_open(unsigned isle)
{
	int device = device_open(isle);
	for (int64_t waited = 0; device == -EBUSY && waited < CLAIM_LIMIT_NS; waited += CLAIM_POLL_NS) {
		char *owner = claim_find_owner(isle);
		bool ended = !owner || claim_has_ended(owner);
		free(owner);
		if (!ended)
			break;
		nanosleep(&(struct timespec){.tv_nsec = CLAIM_POLL_NS}, NULL);
		device = device_open(isle);
	}
	return device;
}

static _Noreturn void claim_fail_missing(unsigned isle)
{
	unsigned count = 0;
	for (char *status; (status = device_attribute(count, "status")); count++)
		free(status);
	if (isle < count)
		fail_exit(FAIL_ISLE,
			"%s is missing, though this Linux has isle %u; mount devtmpfs on /dev, or have "
			"udev make it",
			device_path(isle), isle);
	fail_exit(FAIL_USAGE,
		"HERMIT_ISLE=%u: this machine has no isle %u; allowed: 0 to %u (one for each NUMA node), qemu", isle,
		isle, count ? count - 1 : 0);
}

/* Of a file's group, from /etc/group: the proxy is static, so the C library's look-up has none of its modules. */
static char *claim_name_group(gid_t gid)
{
	char *text = host_read_file("/etc/group"), *found = NULL, *place = NULL;
	for (char *line = text ? strtok_r(text, "\n", &place) : NULL; line && !found;
		line = strtok_r(NULL, "\n", &place)) {
		char *password = strchr(line, ':'), *number = password ? strchr(password + 1, ':') : NULL;
		if (number && strtoul(number + 1, NULL, 10) == gid)
			found = memory_format("%.*s", (int)(password - line), line);
	}
	free(text);
	return found ? found : memory_format("%u", (unsigned)gid);
}

static _Noreturn void claim_fail_forbidden(unsigned isle)
{
	struct stat status;
	char *path = device_path(isle);
	if (stat(path, &status) == 0 && status.st_gid != 0 && (status.st_mode & 060) == 060)
		fail_exit(FAIL_ISLE,
			"%s: you may not use it; its group may: 'usermod -aG %s NAME' as root adds you to it, or set "
			"HERMIT_ISLE=qemu",
			path, claim_name_group(status.st_gid));
	fail_exit(FAIL_ISLE,
		"%s: you may not use it; a udev rule can give it to a group, 'KERNEL==\"isle*\", "
		"SUBSYSTEM==\"hermit\", "
		"GROUP=\"hermit\", MODE=\"0660\"', or set HERMIT_ISLE=qemu",
		path);
}

static _Noreturn void claim_fail(unsigned isle, int error)
{
	switch (error) {
	case -EBUSY:
		claim_fail_busy(isle);
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		claim_fail_missing(isle);
	case -EACCES:
	case -EPERM:
		claim_fail_forbidden(isle);
	default:
		fail_exit(FAIL_ISLE, "%s: %s", device_path(isle), strerror(-error));
	}
}

int multikernel_claim(unsigned isle, struct hermit_device_info *info)
{
	int device = claim_open(isle);
	if (device < 0)
		claim_fail(isle, device);
	*info = (struct hermit_device_info){0};
	int status = device_info(device, info);
	if (status < 0)
		fail_exit(FAIL_ISLE, "%s is no isle's device: %s", device_path(isle), strerror(-status));
	if (info->version != HERMIT_DEVICE_VERSION)
		fail_exit(FAIL_ISLE,
			"Linux' isle driver speaks version %u of its interface, this proxy version %u; build both of "
			"one source",
			info->version, HERMIT_DEVICE_VERSION);
	return device;
}
