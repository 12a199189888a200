/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_JAVA_SHARE_H
#define PROXY_JAVA_SHARE_H

#include "java_command.h"
#include "plan.h"

/**
 * Adds to the plan the folders of all that the command names, and the working folder; HERMIT_SHARE's are counted, not
 * added. Ends the proxy with status 2 where one that the command needs cannot be shared.
 */
void java_share(struct plan *plan, const struct options *options, struct java_command *command);

#endif
