/* SPDX-License-Identifier: BSD-3-Clause */
/* The drop-in `java`: what a proxy does first whose manifest has java.home. */
#ifndef PROXY_JAVA_H
#define PROXY_JAVA_H

#include "plan.h"

/** Reads the command line as `java` does and adds to the plan what it needs. May become the host's java (JMH). */
void java_begin(struct plan *plan, const struct options *options, int argc, char **argv);

#endif
