/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HermitCore's functions for programs: all of the public headers. Link with -lhermit (glibc programs on an isle or on
 * Linux), or nothing at all with x86_64-hermit-gcc.
 *
 * Conventions: a result that is not negative is a success; a negative one is a negative errno, and `errno` is left
 * alone. On Linux every function answers -ENOSYS.
 */
#ifndef HERMIT_HERMIT_H
#define HERMIT_HERMIT_H

#include <hermit/barrier.h>
#include <hermit/core.h>
#include <hermit/counters.h>
#include <hermit/isle.h>
#include <hermit/log.h>
#include <hermit/memory.h>
#include <hermit/syscall.h>
#include <hermit/time.h>
#include <hermit/topology.h>
#include <hermit/version.h>

#endif
