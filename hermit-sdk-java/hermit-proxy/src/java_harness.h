/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What JMH (1.37) asks of a `java` that it forks: before each fork, the properties of that JVM, written to a file; then
 * the fork, which connects back to the address of the host JVM that its command line has.
 */
#ifndef PROXY_JAVA_HARNESS_H
#define PROXY_JAVA_HARNESS_H

#include "java_command.h"
#include "network.h"

/** Runs the JDK's own java in this process where the command only asks for its properties. Returns otherwise. */
void java_harness_answer(const struct java_command *command, const char *java_home, char **argv);

/**
 * In the arguments of a fork, numbered as argv is, puts the address at which the isle reaches the host in place of a
 * loopback address. Ends the proxy with status 2 where the isle cannot reach that.
 */
void java_harness_redirect(const struct java_command *command, const struct network *network, char **arguments);

#endif
