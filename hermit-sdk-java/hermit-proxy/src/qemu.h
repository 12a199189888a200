/* SPDX-License-Identifier: BSD-3-Clause */
/* The emulator: where it is, and the command line that makes an isle of it. */
#ifndef PROXY_QEMU_H
#define PROXY_QEMU_H

#include "options.h"
#include "plan.h"
#include "stringlist.h"

/** Descriptors that QEMU inherits. */
struct qemu_wiring {
	int channel_fd, log_fd; /* connected stream sockets */
	int qmp_fd;             /* the same; -1: none */
	int blob_fd;            /* a file with the boot blob */
	int kernel_fd;          /* a file with the kernel; -1: it has a path */
};

/** The path of the emulator; ends the proxy where there is none. */
char *qemu_find(const struct options *options);

void qemu_make_arguments(struct strings *arguments, const struct plan *plan, const struct options *options,
	enum accel accel, const struct qemu_wiring *wiring);

#endif
