/* SPDX-License-Identifier: BSD-3-Clause */
/* A VM isle from its start to its end. */
#ifndef PROXY_ISLE_H
#define PROXY_ISLE_H

#include "options.h"
#include "plan.h"

#include <sys/types.h>

struct isle {
	pid_t child;
	int channel_fd, log_fd, messages_fd;
	int qmp_fd;       /* -1: none */
	const char *qemu; /* path of the emulator */
};

/** Starts QEMU; ends the proxy where that fails. */
void isle_start(
	struct isle *isle, const struct plan *plan, const struct options *options, enum accel accel, const char *qemu);

/** Relays until the isle is over, says why where it failed, and returns the exit status of the proxy. */
int isle_run(struct isle *isle, const struct plan *plan, const struct options *options, int signal_fd);

#endif
