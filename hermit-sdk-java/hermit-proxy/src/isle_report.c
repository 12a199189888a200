/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle_report.h"

#include "fail.h"
#include "memory.h"
#include "qemu_version.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPORT_LOG_LINES      60u
#define REPORT_MESSAGES_LINES 10u

static char *isle_report_child(const struct relay_outcome *outcome, int wait_status)
{
	if (!outcome->child_gone)
		return memory_copy_text("");
	if (WIFSIGNALED(wait_status))
		return memory_format(
			" (QEMU was ended by signal %d, %s)", WTERMSIG(wait_status), strsignal(WTERMSIG(wait_status)));
	return memory_format(" (QEMU ended with status %d)", WEXITSTATUS(wait_status));
}

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

/* Where QEMU ends by itself before the kernel is up, an old one that lacks an option is the likeliest cause. */
static void isle_report_age(const char *qemu)
{
	unsigned major;
	char *version = qemu_ask_version(qemu, &major);
	if (version && major < QEMU_MAJOR_MIN)
		fail_say("%s is version %s: too old, at least %u.0 is needed", qemu, version, QEMU_MAJOR_MIN);
	free(version);
}

void isle_report_failure(const struct relay_outcome *outcome, int wait_status, const struct kernel_log *log,
	const struct kernel_log *messages, const char *qemu, bool shown)
{
	bool refused = outcome->child_gone && !outcome->was_up && WIFEXITED(wait_status) && WEXITSTATUS(wait_status);
	char *child = isle_report_child(outcome, wait_status);
	fail_say("%s%s", outcome->reason, child);
	free(child);
	if (!shown) {
		isle_report_text("QEMU said", kernel_log_tail(messages, REPORT_MESSAGES_LINES));
		isle_report_text("end of the kernel log", kernel_log_tail(log, REPORT_LOG_LINES));
	}
	if (refused)
		isle_report_age(qemu);
}
