/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How the proxy speaks of its own failures: one line on stderr, "name: message", and one of two exit statuses.
 */
#ifndef PROXY_FAIL_H
#define PROXY_FAIL_H

enum {
	FAIL_USAGE = 2,  /* a wrong value from the user; nothing was started */
	FAIL_ISLE = 125, /* the isle could not be started, or failed */
};

/** Sets the name that begins every message; `name` must stay valid. */
void fail_set_name(const char *name);
const char *fail_name(void);

/** Writes "name: message\n" to stderr in one piece. */
void fail_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** fail_say, then exit(status). For use before an isle runs: nothing is cleaned up. */
_Noreturn void fail_exit(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
