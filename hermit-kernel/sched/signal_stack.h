/* SPDX-License-Identifier: BSD-3-Clause */
/* The alternate signal stack of the calling thread (sigaltstack(2)), and words about signals for the log. */
#ifndef SCHED_SIGNAL_STACK_H
#define SCHED_SIGNAL_STACK_H

#include <asm/signal.h>
#include "lib/types.h"

#define SIGNAL_STACK_AUTODISARM (1u << 31) /* SS_AUTODISARM of linux/signal.h */
#define SIGNAL_STACK_DISABLE    2          /* SS_DISABLE */
#define SIGNAL_STACK_ONSTACK    1          /* SS_ONSTACK */

/** Does a stack pointer lie on the alternate stack? */
bool signal_stack_contains(uint64_t rsp);
/** Is there one, and is the program not on it already? */
bool signal_stack_usable(uint64_t rsp);
/** As sigaltstack(2) reports it. */
void signal_stack_describe(stack_t *stack, uint64_t rsp);
/** 0, -EPERM (in use), -EINVAL, -ENOMEM (too small). */
int signal_stack_set(const stack_t *stack, uint64_t rsp);
/** A handler begins: a stack with SS_AUTODISARM is forgotten until its return. */
void signal_stack_disarm(void);

/** Which mapping an address is in: "libjvm.so+0x1234", "stack", "no mapping" … */
void signal_describe_address(uint64_t address, char *to, size_t size);

#endif
