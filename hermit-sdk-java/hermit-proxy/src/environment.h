/* SPDX-License-Identifier: BSD-3-Clause */
/* Which variables of the caller the program on the isle gets. */
#ifndef PROXY_ENVIRONMENT_H
#define PROXY_ENVIRONMENT_H

#include "stringlist.h"

/** Those that one of the patterns (globs on the name) matches; without patterns, all but HERMIT_*. */
void environment_copy(struct strings *environment, const struct strings *patterns);

/** Adds NAME=VALUE unless NAME is there. */
void environment_default(struct strings *environment, const char *assignment);

#endif
