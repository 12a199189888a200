/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle_blob.h"

#include "network_files.h"
#include "signals.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

static uint32_t isle_flags(unsigned verbose)
{
	return (verbose ? HERMIT_ISLE_VERBOSE : 0) | (verbose > 1 ? HERMIT_ISLE_TRACE : 0);
}

static void isle_blob_add_streams(struct bootblob *blob, uint8_t closed)
{
	struct hermit_boot_streams streams = {.closed = closed};
	struct winsize size;
	for (int fd = 0; fd < 3; fd++) {
		if (closed >> fd & 1 || !isatty(fd))
			continue;
		streams.tty |= (uint8_t)(1u << fd);
		if (!streams.rows && ioctl(fd, TIOCGWINSZ, &size) == 0) {
			streams.rows = size.ws_row;
			streams.columns = size.ws_col;
		}
	}
	bootblob_add(blob, HERMIT_BOOT_STREAMS, &streams, sizeof(streams));
}

static void isle_blob_add_identity(struct bootblob *blob)
{
	mode_t mask = umask(0);
	umask(mask);
	struct hermit_boot_identity identity = {
		.uid = geteuid(), .gid = getegid(), .umask = mask, .host_pid = (uint32_t)getpid()};
	bootblob_add(blob, HERMIT_BOOT_IDENTITY, &identity, sizeof(identity));
}

/* The TSC of a VM starts at 0 when QEMU starts it, under KVM and TCG alike; that of cores of this machine is ours. */
static void isle_blob_add_clock(struct bootblob *blob, bool same_tsc)
{
	struct timespec now;
	uint64_t tsc = same_tsc ? __rdtsc() : 0;
	clock_gettime(CLOCK_REALTIME, &now);
	struct hermit_boot_clock clock = {.realtime_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec, .tsc = tsc};
	bootblob_add(blob, HERMIT_BOOT_CLOCK, &clock, sizeof(clock));
}

static void isle_blob_add_shares(struct bootblob *blob, const struct shares *shares)
{
	char tag[32];
	for (size_t i = 0; i < shares->count; i++) {
		snprintf(tag, sizeof(tag), "share%zu", i);
		bootblob_add_share(
			blob, tag, shares->items[i].path, shares->items[i].read_only ? HERMIT_SHARE_READONLY : 0);
	}
}

static void isle_blob_add_strings(struct bootblob *blob, uint32_t type, const struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		bootblob_add_text(blob, type, list->items[i]);
}

void isle_blob_make(struct bootblob *blob, const struct plan *plan, const struct options *options)
{
	char hostname[16];
	struct hermit_boot_isle isle = {.number = options->isle,
		.kind = options->multikernel ? HERMIT_ISLE_KIND_MULTIKERNEL : HERMIT_ISLE_KIND_VM,
		.flags = isle_flags(options->verbose)};
	struct hermit_boot_signals signals = {.ignored = signals_ignored()};
	snprintf(hostname, sizeof(hostname), "isle%u", options->isle);
	bootblob_begin(blob);
	bootblob_add_text(blob, HERMIT_BOOT_PROGRAM, plan->program);
	isle_blob_add_strings(blob, HERMIT_BOOT_ARG, &plan->arguments);
	isle_blob_add_strings(blob, HERMIT_BOOT_ENV, &plan->environment);
	bootblob_add_text(blob, HERMIT_BOOT_CWD, plan->folder);
	isle_blob_add_shares(blob, &plan->shares);
	isle_blob_add_streams(blob, plan->stream_closed);
	isle_blob_add_identity(blob);
	bootblob_add(blob, HERMIT_BOOT_ISLE, &isle, sizeof(isle));
	bootblob_add_text(blob, HERMIT_BOOT_HOSTNAME, hostname);
	network_add_files(blob, &options->network, hostname);
	bootblob_add(blob, HERMIT_BOOT_SIGNALS, &signals, sizeof(signals));
	if (options->network.kind != NETWORK_NONE)
		bootblob_add(blob, HERMIT_BOOT_NETWORK, &options->network.boot, sizeof(options->network.boot));
	isle_blob_add_clock(blob, options->multikernel);
	bootblob_end(blob);
}
