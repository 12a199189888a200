/* SPDX-License-Identifier: BSD-3-Clause */
#include "java.h"

#include "java_command.h"
#include "java_harness.h"
#include "java_share.h"

void java_begin(struct plan *plan, const struct options *options, int argc, char **argv)
{
	struct java_command command;
	java_command_read(&command, argc, argv);
	java_harness_answer(&command, plan->java_home, argv);
	/* behind those of the manifest */
	java_harness_redirect(&command, &options->network, plan->arguments.items + plan->arguments.count - argc);
	java_share(plan, options, &command);
	java_command_free(&command);
}
