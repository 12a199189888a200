/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"

#include "accel.h"
#include "fail.h"
#include "memory.h"
#include "payload.h"
#include "running.h"
#include "signal_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COMMAND_COLUMNS       " %-16s %-4s %-15s %5s %7s %8s  %-20s  %s\n"
#define COMMAND_ROW           "%-8d" COMMAND_COLUMNS
#define COMMAND_ARGUMENTS_MAX 60

/* ---- ps ---- */

static void format_size(char *to, size_t room, const char *bytes)
{
	unsigned long long mib = strtoull(bytes, NULL, 10) >> 20;
	snprintf(to, room, mib % 1024 ? "%lluM" : "%lluG", mib % 1024 ? mib : mib / 1024);
}

static void format_time(char *to, size_t room, const char *start)
{
	long long seconds = (long long)time(NULL) - strtoll(start, NULL, 10);
	if (seconds < 0)
		seconds = 0;
	if (seconds < 3600)
		snprintf(to, room, "%lld:%02lld", seconds / 60, seconds % 60);
	else
		snprintf(to, room, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* A class path can be longer than a screen. Cut between characters (UTF-8, RFC 3629). */
static void shorten(char *text)
{
	size_t length = COMMAND_ARGUMENTS_MAX;
	if (strlen(text) <= length)
		return;
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	text[length] = 0;
}

static void print_isle(const struct running *isle)
{
	static const char *const keys[] = {
		"name", "kind", "isle", "address", "cores", "memory", "start", "ports", "state", "arguments"};
	enum {
		NAME,
		KIND,
		ISLE,
		ADDRESS,
		CORES,
		MEMORY,
		START,
		PORTS,
		STATE,
		ARGUMENTS,
		KEYS
	};
	char *value[KEYS], size[16], elapsed[24];
	if (!isle->status) {
		printf("%-8d (does not answer)\n", (int)isle->pid);
		return;
	}
	for (int i = 0; i < KEYS; i++)
		value[i] = running_value(isle, keys[i]);
	format_size(size, sizeof(size), value[MEMORY]);
	format_time(elapsed, sizeof(elapsed), value[START]);
	shorten(value[ARGUMENTS]);
	printf(COMMAND_ROW, (int)isle->pid, value[NAME], strcmp(value[KIND], "vm") ? value[ISLE] : "vm", value[ADDRESS],
		value[CORES], size, strcmp(value[STATE], "booting") ? elapsed : "booting",
		*value[PORTS] ? value[PORTS] : "-", value[ARGUMENTS]);
	for (int i = 0; i < KEYS; i++)
		free(value[i]);
}

static int command_ps(int argc, char **argv)
{
	size_t count;
	if (argc)
		fail_exit(FAIL_USAGE, "ps takes no arguments, got '%s'", argv[0]);
	struct running *list = running_list(&count);
	printf("%-8s" COMMAND_COLUMNS, "PID", "PROGRAM", "ISLE", "ADDRESS", "CORES", "MEMORY", "TIME", "PORTS",
		"ARGUMENTS");
	for (size_t i = 0; i < count; i++) {
		print_isle(&list[i]);
		free(list[i].status);
	}
	free(list);
	return 0;
}

/* ---- status, log, kill ---- */

/* An answer "error: …" is the isle's refusal. */
static int show_answer(pid_t pid, const char *request, bool quiet)
{
	int fd = running_ask(pid, request);
	char *answer = running_read_answer(fd);
	close(fd);
	if (!answer)
		fail_exit(FAIL_ISLE, "isle %d: does not answer", (int)pid);
	if (!strncmp(answer, "error: ", 7)) {
		answer[strcspn(answer, "\n")] = 0;
		fail_exit(FAIL_ISLE, "isle %d: %s", (int)pid, answer + 7);
	}
	if (!quiet)
		fputs(answer, stdout);
	free(answer);
	return 0;
}

static int command_status(int argc, char **argv)
{
	if (argc != 1)
		fail_exit(FAIL_USAGE, "usage: status ISLE");
	return show_answer(running_find(argv[0]), "status", false);
}

static int follow_log(pid_t pid)
{
	char bytes[4096];
	ssize_t got;
	int fd = running_ask(pid, "log follow");
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		if (fwrite(bytes, 1, (size_t)got, stdout) != (size_t)got || fflush(stdout) == EOF)
			return 1;
	close(fd);
	return 0;
}

static int command_log(int argc, char **argv)
{
	const char *isle = NULL;
	bool follow = false;
	for (int i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "-f"))
			follow = true;
		else if (argv[i][0] == '-' || isle)
			fail_exit(FAIL_USAGE, "log: unexpected argument '%s'; usage: log ISLE [-f]", argv[i]);
		else
			isle = argv[i];
	}
	if (!isle)
		fail_exit(FAIL_USAGE, "usage: log ISLE [-f]");
	pid_t pid = running_find(isle);
	return follow ? follow_log(pid) : show_answer(pid, "log", false);
}

static int command_kill(int argc, char **argv)
{
	const char *name = "TERM";
	if (argc && argv[0][0] == '-') {
		name = argv[0] + 1;
		argc--;
		argv++;
	}
	if (argc != 1)
		fail_exit(FAIL_USAGE, "usage: kill [-SIGNAL] ISLE");
	if (!signal_number(name))
		fail_exit(FAIL_USAGE, "kill: -%s: no such signal; names are those of kill -l", name);
	char *request = memory_format("kill %s", name);
	int status = show_answer(running_find(argv[0]), request, true);
	free(request);
	return status;
}

/* For scripts that start another emulator: whether KVM is there and fast is found out in one place. */
static int command_accel(int argc, char **argv)
{
	if (argc)
		fail_exit(FAIL_USAGE, "accel takes no arguments, got '%s'", argv[0]);
	puts(accel_choose(options_read_accel()) == ACCEL_KVM ? "kvm" : "tcg");
	return 0;
}

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{"ps", command_ps},
	{"status", command_status},
	{"log", command_log},
	{"kill", command_kill},
	{"accel", command_accel},
};

static const struct command *find_command(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return &commands[i];
	return NULL;
}

bool command_is_given(int argc, char **argv)
{
	struct payload payload;
	if (!find_command(argc, argv))
		return false;
	bool packaged = payload_open(&payload);
	close(payload.fd);
	return !packaged; /* where it is, the program gets the word */
}

int command_run(int argc, char **argv)
{
	int status = find_command(argc, argv)->run(argc - 2, argv + 2);
	return fflush(stdout) == EOF ? 1 : status;
}
