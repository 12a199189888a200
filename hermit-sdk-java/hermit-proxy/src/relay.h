/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of an isle as seen from the host: one loop that carries standard input, output and error, signals and the
 * window size between the proxy's user and the isle's program, until the program ends or the isle fails.
 */
#ifndef PROXY_RELAY_H
#define PROXY_RELAY_H

#include "kernel_log.h"

#include <stdbool.h>
#include <sys/types.h>

struct relay_setup {
	int channel_fd;    /* stream socket to the isle's virtio console */
	int log_fd;        /* stream socket to its serial line */
	int messages_fd;   /* pipe from QEMU's stdout and stderr */
	int signal_fd;     /* signals_open */
	pid_t child;       /* QEMU, to stop and continue it with the proxy */
	const char *facts; /* for whoever asks for the status (control_facts.h) */
	bool verbose;      /* copy kernel log and QEMU's messages to stderr */
	int boot_limit_ms; /* until the isle must have said HELLO; -1: a debugger holds it, wait on */
	bool stream_closed[3];
};

enum relay_end {
	RELAY_EXIT,   /* the program ended: status */
	RELAY_SIGNAL, /* the proxy was told to end by signal `status` */
	RELAY_FAILED, /* the isle failed: reason */
};

struct relay_outcome {
	enum relay_end end;
	int status;
	char reason[256];
	bool output_lost; /* a write to stdout or stderr failed for another reason than a closed pipe; it was said */
	bool child_gone;  /* QEMU closed the channel by itself */
	bool was_up;      /* the isle's kernel had said HELLO */
};

/** Runs until the isle is over; fills `log` and `messages` on the way. `stop` ends QEMU; called once at most. */
void relay_run(const struct relay_setup *setup, struct kernel_log *log, struct kernel_log *messages,
	void (*stop)(pid_t child), struct relay_outcome *outcome);

#endif
