/* SPDX-License-Identifier: BSD-3-Clause */
/* The command line of a proxy without payload: the loader behind `hermit run`. */
#ifndef PROXY_CLI_H
#define PROXY_CLI_H

#include "plan.h"

/** Fills kernel, root image, program, arguments, environment, and the folders given by --share. May answer and exit. */
void cli_read(int argc, char **argv, struct plan *plan);

#endif
