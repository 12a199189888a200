/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "benchmark"; /* its name, for messages */

void options_refuse(const char *format, ...)
{
	va_list arguments;
	fprintf(stderr, "%s: ", program);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(2);
}

static void show_help(const struct option_entry *options, const struct option_usage *usage)
{
	const char *operands = usage->operands ? usage->operands : "";
	printf("Usage: %s [OPTIONS] %s\n%s\n\n", program, operands, usage->summary);
	for (const struct option_entry *option = options; option->name; option++) {
		if (option->number)
			printf("  --%s N\t%s, %ld to %ld (default %ld)\n", option->name, option->meaning,
				option->minimum, option->maximum, *option->number);
		else
			printf("  --%s TEXT\t%s\n", option->name, option->meaning);
	}
}

static const struct option_entry *find(const struct option_entry *options, const char *name, size_t length)
{
	for (const struct option_entry *option = options; option->name; option++)
		if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
			return option;
	options_refuse("unknown option '--%.*s'; --help lists them", (int)length, name);
}

static void set(const struct option_entry *option, const char *value)
{
	char *end;
	if (!option->number) {
		*option->text = value;
		return;
	}
	errno = 0;
	long number = strtol(value, &end, 10);
	if (end == value || *end || errno || number < option->minimum || number > option->maximum)
		options_refuse("--%s takes a number from %ld to %ld, not '%s'", option->name, option->minimum,
			option->maximum, value);
	*option->number = number;
}

/* The argument at `index` is an option; returns the index after it and its value. */
static int read_one(int argc, char **argv, int index, const struct option_entry *options)
{
	const char *name = argv[index] + 2;
	size_t length = strcspn(name, "=");
	const struct option_entry *option = find(options, name, length);
	if (name[length] == '=') {
		set(option, name + length + 1);
		return index + 1;
	}
	if (index + 1 == argc)
		options_refuse("option --%s needs a value", option->name);
	set(option, argv[index + 1]);
	return index + 2;
}

int options_read(int argc, char **argv, const struct option_entry *options, const struct option_usage *usage)
{
	int index = 1;
	if (argc > 0) {
		const char *slash = strrchr(argv[0], '/');
		program = slash ? slash + 1 : argv[0];
	}
	while (index < argc && strncmp(argv[index], "--", 2) == 0) {
		if (strcmp(argv[index], "--help") == 0) {
			show_help(options, usage);
			exit(0);
		}
		index = read_one(argc, argv, index, options);
	}
	if (index < argc && (!usage->operands || argv[index][0] == '-'))
		options_refuse("unexpected argument '%s'; --help shows the usage", argv[index]);
	return index;
}
