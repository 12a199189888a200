/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle.h"

#include "control_facts.h"
#include "fail.h"
#include "isle_report.h"

#include <stdlib.h>

/* A kernel is up in a fraction of a second; a host that needs longer than this is not worth waiting for. */
#define ISLE_BOOT_LIMIT_MS 60000

const struct isle_kind *isle_kind_of(const struct options *options)
{
	return options->multikernel ? &isle_multikernel : &isle_vm;
}

static int isle_status(const struct relay_outcome *outcome)
{
	switch (outcome->end) {
	case RELAY_SIGNAL:
		return 128 + outcome->status;
	case RELAY_EXIT:
		return outcome->output_lost && outcome->status == 0 ? FAIL_ISLE : outcome->status;
	default:
		return FAIL_ISLE;
	}
}

int isle_run(struct isle *isle, const struct plan *plan, const struct options *options, int signal_fd)
{
	static struct kernel_log log, messages;
	struct relay_outcome outcome;
	char *facts = control_facts_make(plan, options);
	struct relay_setup setup = {
		.isle = isle,
		.facts = facts,
		.signal_fd = signal_fd,
		.verbose = options->verbose,
		.boot_limit_ms = options->gdb_port ? -1 : ISLE_BOOT_LIMIT_MS,
	};
	for (int fd = 0; fd < 3; fd++)
		setup.stream_closed[fd] = plan->stream_closed >> fd & 1;
	relay_run(&setup, &log, &messages, &outcome);
	char *detail = isle->kind->end(isle, &outcome, &log);
	free(facts);
	if (outcome.end == RELAY_FAILED) {
		isle_report_failure(&outcome, detail, isle->kind, &log, &messages, options->verbose);
		if (isle->kind->advise)
			isle->kind->advise(isle, &outcome);
	}
	free(detail);
	return isle_status(&outcome);
}
