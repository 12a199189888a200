/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle_report.h"

#include "fail.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REPORT_LOG_LINES      60u
#define REPORT_MESSAGES_LINES 10u

/* Takes the text over. */
static void isle_report_text(const char *title, char *text)
{
	if (*text) {
		fail_say("%s:", title);
		for (size_t length = strlen(text), done = 0; done < length;) {
			ssize_t written = write(STDERR_FILENO, text + done, length - done);
			if (written <= 0)
				break;
			done += (size_t)written;
		}
	}
	free(text);
}

/* Takes the lines that have `noise` in them out of the text. */
static void isle_report_drop(char *text, const char *noise)
{
	for (char *line = text; *line;) {
		char *end = line + strcspn(line, "\n"), *next = *end ? end + 1 : end;
		const char *place = strstr(line, noise);
		if (place && place < end)
			memmove(line, next, strlen(next) + 1);
		else
			line = next;
	}
}

void isle_report_failure(const struct relay_outcome *outcome, const char *detail, const struct isle_kind *kind,
	const struct kernel_log *log, const struct kernel_log *messages, bool shown)
{
	fail_say("%s%s", outcome->reason, detail);
	if (shown)
		return;
	char *title = memory_format("%s said", kind->helper);
	char *said = kernel_log_tail(messages, REPORT_MESSAGES_LINES);
	if (kind->noise)
		isle_report_drop(said, kind->noise);
	isle_report_text(title, said);
	free(title);
	isle_report_text("end of the kernel log", kernel_log_tail(log, REPORT_LOG_LINES));
}
