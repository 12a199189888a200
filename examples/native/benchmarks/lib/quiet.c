/* SPDX-License-Identifier: BSD-3-Clause */
#include "quiet.h"

#include "options.h"

#include <errno.h>
#include <hermit/hermit.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct hermit_counters before;

void quiet_hold(long core)
{
	int result = hermit_core_hold((int)core, HERMIT_CORE_QUIET);
	if (result == -ENOSYS)
		options_refuse("--quiet-core %ld: only an isle has quiet cores, this is Linux", core);
	if (result < 0)
		options_refuse(
			"--quiet-core %ld: %s; the isle has the cores 0 to %d, and one must be left for the others",
			core, strerror(-result), hermit_core_count() - 1);
}

static struct hermit_counters read_counters(long core)
{
	struct hermit_counters counters = {.size = sizeof(counters)};
	int result = hermit_counters((int)core, &counters);
	if (result < 0)
		options_refuse("cannot read the counters of core %ld: %s", core, strerror(-result));
	return counters;
}

void quiet_begin(long core)
{
	before = read_counters(core);
}

void quiet_end(long core)
{
	struct hermit_counters after = read_counters(core);
	hermit_core_release();
	uint64_t switches = after.switches - before.switches;
	uint64_t timer = after.timer_interrupts - before.timer_interrupts;
	uint64_t device = after.device_interrupts - before.device_interrupts;
	printf("on core %u meanwhile: %" PRIu64 " thread switches, %" PRIu64 " interrupts (%" PRIu64 " timer, %" PRIu64
	       " device, %" PRIu64 " TLB), %" PRIu64 " page faults\n",
		after.core, switches, after.interrupts - before.interrupts, timer, device,
		after.tlb_interrupts - before.tlb_interrupts, after.page_faults - before.page_faults);
	if (!switches && !timer && !device)
		return;
	fprintf(stderr, "core %u was not quiet\n", after.core);
	exit(1);
}
