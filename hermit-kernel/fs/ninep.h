/* SPDX-License-Identifier: BSD-3-Clause */
/* Host folders over 9P2000.L. */
#ifndef FS_NINEP_H
#define FS_NINEP_H

struct boot_share;

/** Attach to the server of the share and mount it at its path, which is made if need be. 0, or an errno after a log
 * line. */
int ninep_mount(const struct boot_share *share);

#endif
