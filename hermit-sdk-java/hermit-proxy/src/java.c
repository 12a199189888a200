/* SPDX-License-Identifier: BSD-3-Clause */
#include "java.h"

#include "java_command.h"
#include "java_harness.h"
#include "java_share.h"

/*
 * HotSpot keeps a file for jps and jstat in /tmp/hsperfdata_USER, and removes those of JVMs that do not run: on an isle
 * with the host's /tmp it would take all of the host's for such.
 */
static void java_spare_tmp(struct plan *plan, const struct shares *given, int first)
{
	if (share_covers(&plan->shares, "/tmp") || share_covers(given, "/tmp"))
		strings_insert(&plan->arguments, (size_t)first, "-XX:-UsePerfData");
}

void java_begin(struct plan *plan, const struct options *options, int argc, char **argv)
{
	struct java_command command;
	int before = (int)plan->arguments.count - argc; /* of the manifest, which come before those of argv */
	java_command_read(&command, argc, argv);
	java_harness_answer(&command, plan->java_home, argv);
	java_harness_redirect(&command, &options->network, plan->arguments.items + before);
	java_share(plan, options, &command);
	java_spare_tmp(plan, &options->shares, before + 1);
	java_command_free(&command);
}
