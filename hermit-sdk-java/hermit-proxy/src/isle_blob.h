/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_ISLE_BLOB_H
#define PROXY_ISLE_BLOB_H

#include "bootblob.h"
#include "options.h"
#include "plan.h"

/** What the kernel of a VM isle is told about the program to run. */
void isle_blob_make(struct bootblob *blob, const struct plan *plan, const struct options *options);

#endif
