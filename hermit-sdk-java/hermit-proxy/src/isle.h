/* SPDX-License-Identifier: BSD-3-Clause */
/* An isle from its start to its end; what its two kinds have in common, and what each does its own way. */
#ifndef PROXY_ISLE_H
#define PROXY_ISLE_H

#include "options.h"
#include "plan.h"
#include "relay.h"

#include <stdbool.h>

struct isle_kind;

/** Of a running isle; the kinds put it first into a structure of their own. */
struct isle {
	const struct isle_kind *kind;
	int channel_fd;  /* the relay closes it */
	int log_fd;      /* the kernel's log as it is written; -1: not followed */
	int messages_fd; /* what the helper processes write to their stdout and stderr; -1: there are none */
	int helpers_fd;  /* polls as readable once a helper process without which the isle cannot go on has ended; -1 */
};

struct isle_kind {
	const char *helper; /* name of its helper processes, in messages */
	const char *noise;  /* what they say at each end: such lines explain no failure; NULL: nothing */

	/** Completes the plan, which has its folders: cores, CPUs, memory. Ends the proxy where the options ask for
	 * what cannot be. */
	void (*plan)(struct plan *plan, const struct options *options);
	/** Ends the proxy where that fails. */
	struct isle *(*start)(const struct plan *plan, const struct options *options);
	/** At once, without waiting for what it takes. `exited`: it has told its exit status and is about to end by
	 * itself. Called once at most. */
	void (*stop)(struct isle *isle, bool exited);
	/** ^Z, and on again; NULL: it goes on. */
	void (*pause)(struct isle *isle, bool paused);
	/** Why it cannot go on, as helpers_fd says; a new string. */
	char *(*describe_helpers)(struct isle *isle);
	/**
	 * The relay is over: leaves nothing of the isle behind. Returns what there is to add to the reason of a
	 * failure, as a new string; adds to `log` what was not followed, if it failed.
	 */
	char *(*end)(struct isle *isle, const struct relay_outcome *outcome, struct kernel_log *log);
	/** Says more to a failure; NULL: never. */
	void (*advise)(struct isle *isle, const struct relay_outcome *outcome);
};

extern const struct isle_kind isle_vm, isle_multikernel;

const struct isle_kind *isle_kind_of(const struct options *options);

/** Relays until the isle is over, says why where it failed, and returns the exit status of the proxy. */
int isle_run(struct isle *isle, const struct plan *plan, const struct options *options, int signal_fd);

#endif
