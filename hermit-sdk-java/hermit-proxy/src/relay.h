/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of an isle as seen from the host: one loop that carries standard input, output and error, signals and the
 * window size between the proxy's user and the isle's program, until the program ends or the isle fails.
 */
#ifndef PROXY_RELAY_H
#define PROXY_RELAY_H

#include "kernel_log.h"

#include <stdbool.h>

struct isle;

struct relay_setup {
	struct isle *isle; /* stopped, paused and continued with the proxy */
	int signal_fd;     /* signals_open */
	const char *facts; /* for whoever asks for the status (control_facts.h) */
	bool verbose;      /* copy kernel log and the helpers' messages to stderr */
	int boot_limit_ms; /* until the isle must have said HELLO; -1: a debugger holds it, wait on */
	bool stream_closed[3];
};

enum relay_end {
	RELAY_NONE,   /* none yet */
	RELAY_EXIT,   /* the program ended: status */
	RELAY_SIGNAL, /* the proxy was told to end by signal `status` */
	RELAY_FAILED, /* the isle failed: reason */
};

struct relay_outcome {
	enum relay_end end;
	int status;
	char reason[256];
	bool output_lost; /* a write to stdout or stderr failed for another reason than a closed pipe; it was said */
	bool isle_gone;   /* the channel was closed from the other side */
	bool was_up;      /* the isle's kernel had said HELLO */
};

/** Runs until the isle is over, and stops it unless it has ended itself; fills `log` and `messages` on the way. */
void relay_run(const struct relay_setup *setup, struct kernel_log *log, struct kernel_log *messages,
	struct relay_outcome *outcome);

#endif
