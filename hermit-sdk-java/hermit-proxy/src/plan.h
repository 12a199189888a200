/* SPDX-License-Identifier: BSD-3-Clause */
/* Everything that is decided before an isle is started: which program, on which kernel, with how much of the host. */
#ifndef PROXY_PLAN_H
#define PROXY_PLAN_H

#include "cpulist.h"
#include "image.h"
#include "options.h"
#include "share.h"
#include "stringlist.h"

#include <stdbool.h>
#include <stdint.h>

struct plan {
	bool packaged;     /* kernel and image are parts of this executable */
	char *kernel_path; /* where the kernel is a file of its own; else NULL */
	struct image kernel;
	struct image image; /* the root image */

	char *java_home; /* the arguments are those of `java`, and this is the JDK of the host that it stands for; or
			    NULL */
	char *program;
	struct strings arguments;   /* argv[0] and on */
	struct strings environment; /* NAME=VALUE */
	char *folder;               /* working folder on the isle */
	struct shares shares;

	uint64_t memory; /* bytes */
	unsigned cores;
	bool pinned;         /* vCPU i runs on the i-th of `cpus`, and only there */
	struct cpulist cpus; /* host CPUs that QEMU runs on */
	int node;            /* host node that memory comes from; -1: any */

	uint8_t stream_closed; /* bit i: descriptor i was closed when the proxy began */
};

/** Cores, CPUs and memory of a VM isle after the options; ends the proxy where they ask for what cannot be. */
void plan_resources(struct plan *plan, const struct options *options);

/** Folders and the working folder. Where the manifest has set plan->folder, nothing is shared by default. */
void plan_folders(struct plan *plan, const struct options *options);

#endif
