/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The small files of /proc/self that HotSpot and its tools read: stat, statm, status, cmdline, environ, auxv, limits,
 * comm, cgroup, mountinfo, coredump_filter; each has the fields that parsers look for, with plausible values.
 * @args one "two words"
 * @env MARK=here
 */
#include <elf.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include "test.h"

static long status_field(const char *name)
{
	char *text = test_read_file("/proc/self/status"), *at = strstr(text, name);
	long value;

	if (!at || (at != text && at[-1] != '\n'))
		test_fail(__FILE__, __LINE__, 0, "/proc/self/status has no %s", name);
	value = strtol(at + strlen(name), NULL, 0);
	free(text);
	return value;
}

static void check_stat(void)
{
	char *text = test_read_file("/proc/self/stat"), *end = strrchr(text, ')');
	long fields[50] = {0};
	char state;
	int n = 0;
	char *at;

	CHECK_EQ(atoi(text), getpid());
	CHECK(strstr(text, "(self_files)") != NULL);
	CHECK_EQ(sscanf(end + 1, " %c", &state), 1);
	CHECK_EQ(state, 'R');
	for (at = strtok(end + 4, " \n"); at; at = strtok(NULL, " \n"))
		fields[n++] = strtol(at, NULL, 10);
	CHECK_EQ(n, 49);            /* with pid, name and state: 52 */
	CHECK_EQ(fields[16], 1);    /* threads: field 20 */
	CHECK_OP(fields[19], >, 0); /* size of the address space: field 23 */
	CHECK_OP(fields[20], >, 0); /* resident pages: field 24 */
	free(text);
}

static void check_statm(void)
{
	long size, resident, shared, before;
	char *text = test_read_file("/proc/self/statm"), *memory;

	CHECK_EQ(sscanf(text, "%ld %ld %ld", &size, &resident, &shared), 3);
	CHECK(size > resident && resident >= shared && resident > 0);
	free(text);
	before = resident;
	memory = OK(mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	memset(memory, 1, 64 << 20);
	text = test_read_file("/proc/self/statm");
	CHECK_EQ(sscanf(text, "%ld %ld %ld", &size, &resident, &shared), 3);
	CHECK_OP(resident - before, >=, (64 << 20) / 4096 - 1024);
	CHECK_OP(resident - before, <=, (64 << 20) / 4096 + 1024);
	free(text);
	CHECK_OP(status_field("VmRSS:"), >=, 63 << 10);
	CHECK_OP(status_field("VmSize:"), >=, 64 << 10);
	munmap(memory, 64 << 20);
}

static void check_status(void)
{
	CHECK_EQ(status_field("Pid:"), getpid());
	CHECK_EQ(status_field("Tgid:"), getpid());
	CHECK_EQ(status_field("Threads:"), 1);
	CHECK_EQ(status_field("Uid:"), getuid());
	CHECK_OP(status_field("VmPeak:"), >, 0);
	CHECK_OP(status_field("VmHWM:"), >, 0);
	status_field("Cpus_allowed_list:");
	status_field("SigCgt:");
}

static void check_strings(void)
{
	char *text = test_read_file("/proc/self/cmdline"), *at = text;

	CHECK(strstr(at, "self_files") != NULL);
	at += strlen(at) + 1;
	CHECK_STR(at, "one");
	at += strlen(at) + 1;
	CHECK_STR(at, "two words");
	CHECK_EQ(at[strlen(at) + 1], 0);
	free(text);
	text = test_read_file("/proc/self/environ");
	for (at = text; *at && strcmp(at, "MARK=here") != 0;)
		at += strlen(at) + 1;
	CHECK_STR(at, "MARK=here");
	free(text);
	text = test_read_file("/proc/self/comm");
	CHECK_STR(text, "self_files\n");
	free(text);
}

static void check_auxv(void)
{
	Elf64_auxv_t *entry = (Elf64_auxv_t *)test_read_file("/proc/self/auxv");
	int found = 0;

	for (; entry->a_type != AT_NULL; entry++)
		if (entry->a_type == AT_PAGESZ || entry->a_type == AT_ENTRY || entry->a_type == AT_PHDR) {
			CHECK_EQ(entry->a_un.a_val, getauxval(entry->a_type));
			found++;
		}
	CHECK_EQ(found, 3);
}

static void check_contains(const char *path, const char *part)
{
	char *text = test_read_file(path);

	if (!strstr(text, part))
		test_fail(__FILE__, __LINE__, 0, "%s has no '%s' but: %.300s", path, part, text);
	free(text);
}

int main(void)
{
	check_stat();
	check_statm();
	check_status();
	check_strings();
	check_auxv();
	check_contains("/proc/self/limits", "Max open files");
	check_contains("/proc/self/limits", "Max stack size");
	check_contains("/proc/self/mountinfo", " / ");
	check_contains("/proc/self/mountinfo", " /proc ");
	check_contains("/proc/self/mounts", " /proc proc ");
	check_contains("/proc/self/cgroup", ":");
	check_contains("/proc/self/coredump_filter", "\n");
	check_contains("/proc/self/smaps", "Rss:");
	check_contains("/proc/self/smaps", "kB");
	return 0;
}
