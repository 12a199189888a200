/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The HERMIT_* variables, checked. A wrong value ends the proxy here, before anything was started, with a message that
 * names the variable, the value and what is allowed. A variable that is set to nothing counts as not set, but for
 * HERMIT_SHARE, where nothing means: no folder.
 *
 * A multi-kernel isle is no virtual machine: what would have an effect on one and cannot have it here is an error too.
 * HERMIT_ACCEL and HERMIT_QEMU are not: they say how and which QEMU is run, if one is.
 */
#ifndef PROXY_OPTIONS_H
#define PROXY_OPTIONS_H

#include "cpulist.h"
#include "network.h"
#include "share.h"
#include "stringlist.h"

#include <stdbool.h>
#include <stdint.h>

enum accel {
	ACCEL_AUTO,
	ACCEL_KVM,
	ACCEL_TCG,
};

struct options {
	bool multikernel; /* HERMIT_ISLE=N, or unset where this Linux can split itself */
	unsigned isle;    /* its number; 0 for a VM isle */
	int node;         /* HERMIT_ISLE=qemu:N; -1: any */
	bool cpus_given;
	struct cpulist cpus; /* HERMIT_CPUS */
	unsigned cores;      /* HERMIT_CORES; 0: not given */
	uint64_t memory;     /* HERMIT_MEM in bytes; 0: not given */
	unsigned verbose;    /* 0, 1: kernel log on stderr, 2: every system call too */
	enum accel accel;
	bool shares_given;
	struct shares shares;
	const char *qemu; /* HERMIT_QEMU or NULL */
	struct strings qemu_arguments;
	unsigned gdb_port; /* 0: none */
	struct network network;
};

void options_read(struct options *options);

/** HERMIT_ACCEL alone, refused in the same way. */
enum accel options_read_accel(void);

/** Ends the proxy with status 2: "NAME=VALUE is not allowed: …; allowed: …". */
_Noreturn void options_refuse(const char *name, const char *value, const char *allowed);

#define OPTIONS_ISLES_MAX      253u /* isle N has the address 192.168.28.(N+2) */
#define OPTIONS_CORES_MAX      255u /* what an 8-bit APIC id reaches, without the broadcast id */
#define OPTIONS_MEMORY_MIN     (64ull << 20)
#define OPTIONS_MEMORY_ALLOWED "a whole number with suffix M or G, at least 64M"
#define OPTIONS_CORES_ALLOWED  "a number from 1 to 255"

#endif
