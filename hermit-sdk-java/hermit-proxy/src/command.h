/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit-proxy ps | status | log | kill: what a proxy without a program does about the isles that run; accel: what a VM
 * would run on.
 */
#ifndef PROXY_COMMAND_H
#define PROXY_COMMAND_H

#include <stdbool.h>

/** Whether the first argument is one of these commands, and this executable has no program of its own. */
bool command_is_given(int argc, char **argv);

/** Does it and returns the exit status; ends the program with status 2 where it is used in a wrong way. */
int command_run(int argc, char **argv);

#endif
