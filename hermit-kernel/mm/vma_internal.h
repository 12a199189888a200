/* SPDX-License-Identifier: BSD-3-Clause */
/* Between vma.c (the tree) and vma_own.c (who may change it). */
#ifndef MM_VMA_INTERNAL_H
#define MM_VMA_INTERNAL_H

#include "mm/vma.h"

/** Recomputes the largest gap of a node's subtree. */
void vma_gap_update(struct rb_node *node);

/** Own a VMA if nobody is counted into it. */
bool vma_try_own(struct vma *vma);
/** Own all VMAs that overlap the ranges; waits, owning none. */
void vma_own_ranges(const struct range *ranges, unsigned count);
void vma_release_all(void);

#endif
