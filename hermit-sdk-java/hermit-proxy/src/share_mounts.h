/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_SHARE_MOUNTS_H
#define PROXY_SHARE_MOUNTS_H

#include "share.h"

/**
 * Adds the file systems that are mounted below the folders, as folders of their own: diod shows what lies under them,
 * which is an empty folder most often. Those that the user may not look into are left out. Ends the proxy with status 2
 * where there are too many.
 */
void share_mounts_add(struct shares *shares);

#endif
