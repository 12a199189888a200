/* SPDX-License-Identifier: BSD-3-Clause */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *fail_prefix = "hermit-proxy";

void fail_set_name(const char *name)
{
	fail_prefix = name;
}

const char *fail_name(void)
{
	return fail_prefix;
}

/* One write(2) a message, so that it is not torn apart by what others write to the same terminal. */
static void fail_write(const char *format, va_list arguments)
{
	char line[8192];
	int length = snprintf(line, sizeof(line), "%s: ", fail_prefix);
	if (length < 0 || (size_t)length >= sizeof(line))
		length = 0;
	int more = vsnprintf(line + length, sizeof(line) - (size_t)length, format, arguments);
	if (more > 0)
		length += more;
	if ((size_t)length > sizeof(line) - 2)
		length = sizeof(line) - 2;
	line[length++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return; /* nobody listens: the exit status has to do */
}

void fail_say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fail_write(format, arguments);
	va_end(arguments);
}

void fail_exit(int status, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fail_write(format, arguments);
	va_end(arguments);
	exit(status);
}
