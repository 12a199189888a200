/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The isle that the program runs on.
 *
 * All functions answer -ENOSYS on Linux, which is how a program finds out where it is. Any thread may call them.
 */
#ifndef HERMIT_ISLE_H
#define HERMIT_ISLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum hermit_isle_kind {
	HERMIT_ISLE_KIND_VM = 1,          /* a virtual machine */
	HERMIT_ISLE_KIND_MULTIKERNEL = 2, /* cores and memory split off from a running Linux */
};

/** enum hermit_isle_kind. Never blocks. */
int hermit_isle_kind(void);

/** Number of the isle: of its NUMA node on Linux for a multi-kernel isle, 0 for a VM isle. Never blocks. */
int hermit_isle_number(void);

/**
 * The isle's host name, as uname(2) gives it.
 *
 * name: `size` bytes, filled with a string that ends in NUL.
 * Returns its length without the NUL; -ERANGE where it does not fit, -EFAULT where `name` cannot be written.
 */
int hermit_isle_name(char *name, uint64_t size);

/**
 * End the isle at once with an exit status, as _exit(2) does: no exit handlers, no flushing of the C library's buffers.
 *
 * status: 0 to 255; the proxy exits with it. Returns only for others: -EINVAL.
 */
int hermit_isle_shutdown(int status);

#ifdef __cplusplus
}
#endif

#endif
