/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The verdict of `auto` is kept in $XDG_CACHE_HOME/hermit/accel, as "<boot id> <device id> kvm|tcg": neither the
 * machine nor what its /dev/kvm does changes before the next boot. Whoever cannot write there measures each time.
 */
#include "accel.h"

#include "accel_kvm.h"
#include "fail.h"
#include "host.h"
#include "memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the XDG base directory specification has it: a relative path in the variable counts as none. */
static char *accel_cache_folder(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	if (cache && *cache == '/')
		return memory_format("%s/hermit", cache);
	return home && *home == '/' ? memory_format("%s/.cache/hermit", home) : NULL;
}

/* What a verdict holds for; NULL where the host does not say which boot this is. */
static char *accel_cache_key(void)
{
	struct stat device;
	char *boot = host_read_file("/proc/sys/kernel/random/boot_id");
	if (!boot || stat("/dev/kvm", &device) < 0) {
		free(boot);
		return NULL;
	}
	boot[strcspn(boot, "\n")] = 0;
	char *key = memory_format(
		"%s %llx:%llx ", boot, (unsigned long long)device.st_dev, (unsigned long long)device.st_ino);
	free(boot);
	return key;
}

static enum accel accel_cache_read(const char *folder, const char *key)
{
	char *path = memory_format("%s/accel", folder);
	char *text = host_read_file(path);
	enum accel verdict = ACCEL_AUTO;
	if (text && !strncmp(text, key, strlen(key))) {
		const char *word = text + strlen(key);
		verdict = !strcmp(word, "kvm\n") ? ACCEL_KVM : !strcmp(word, "tcg\n") ? ACCEL_TCG : ACCEL_AUTO;
	}
	free(text);
	free(path);
	return verdict;
}

static void accel_make_folders(const char *folder)
{
	char *parent = memory_copy_text(folder);
	*strrchr(parent, '/') = 0;
	mkdir(parent, 0700);
	mkdir(folder, 0700);
	free(parent);
}

/* By rename, so that a reader never sees half a file; failure only costs the next proxy its time. */
static void accel_cache_write(const char *folder, const char *key, enum accel verdict)
{
	accel_make_folders(folder);
	char *path = memory_format("%s/accel", folder);
	char *fresh = memory_format("%s/accel.%d", folder, (int)getpid());
	int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		bool written = dprintf(fd, "%s%s\n", key, verdict == ACCEL_KVM ? "kvm" : "tcg") > 0;
		if (close(fd) < 0 || !written || rename(fresh, path) < 0)
			unlink(fresh);
	}
	free(fresh);
	free(path);
}

static enum accel accel_measure(void)
{
	char *folder = accel_cache_folder(), *key = accel_cache_key();
	enum accel verdict = folder && key ? accel_cache_read(folder, key) : ACCEL_AUTO;
	if (verdict == ACCEL_AUTO) {
		verdict = accel_kvm_is_fast() ? ACCEL_KVM : ACCEL_TCG;
		if (folder && key)
			accel_cache_write(folder, key, verdict);
	}
	free(key);
	free(folder);
	return verdict;
}

enum accel accel_choose(enum accel wanted)
{
	if (wanted == ACCEL_TCG)
		return ACCEL_TCG;
	const char *problem = accel_kvm_problem();
	if (wanted == ACCEL_KVM && problem)
		fail_exit(FAIL_ISLE, "HERMIT_ACCEL=kvm: /dev/kvm: %s; allowed on this host: auto, tcg", problem);
	if (wanted == ACCEL_KVM)
		return ACCEL_KVM;
	return problem ? ACCEL_TCG : accel_measure();
}
