/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A quiet core of the isle, on which the kernel lets nothing but the calling thread happen: HERMIT_CORE_QUIET in
 * hermit/core.h. Whatever cannot be ends the program: a wrong core or Linux with status 2, a broken promise with 1.
 */
#ifndef NATIVE_QUIET_H
#define NATIVE_QUIET_H

/* Hold the core; the calling thread moves there. */
void quiet_hold(long core);

/* What happens from here on … */
void quiet_begin(long core);

/* … to here is printed, and must be nothing. Lets the core go. */
void quiet_end(long core);

#endif
