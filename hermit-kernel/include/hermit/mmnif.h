/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mmnif: Ethernet between Linux and the multi-kernel isles over shared memory.
 *
 * Shared by Linux' isle driver and the kernel. One area for the whole machine, made before the first isle starts and
 * kept from then on, so that no peer ever writes into memory that has become something else. Peer 0 is Linux, peer
 * N + 1 isle N. For each ordered pair of peers it has one ring.
 */
#ifndef HERMIT_MMNIF_H
#define HERMIT_MMNIF_H

#include <stdint.h>

#define HERMIT_MMNIF_MAGIC   0x46494e4du /* "MNIF" */
#define HERMIT_MMNIF_VERSION 1u

#endif /* HERMIT_MMNIF_H */
