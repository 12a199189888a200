/* SPDX-License-Identifier: BSD-3-Clause */
/* A piece of physical memory that a device reads or writes. */
#ifndef LIB_IO_SEGMENT_H
#define LIB_IO_SEGMENT_H

#include "lib/types.h"

struct io_segment {
	phys_t phys;
	uint32_t size;
};

#endif
