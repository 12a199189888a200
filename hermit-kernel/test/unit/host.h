/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What drivers, channel and stream files need of the kernel, on the host, for tests in one thread: heap and pages from
 * malloc (so that ASan watches them), wait queues whose hooks run, locks that notice when they are taken twice. Tests
 * that use it name test/unit/host.c among their sources.
 */
#ifndef TEST_HOST_H
#define TEST_HOST_H

#include "lib/types.h"

/**
 * A wait that finds its condition false calls this, if set, as the other threads' turn; true: look again. False, or not
 * set: the wait ends with -ERESTARTSYS, or -ETIMEDOUT if it has a deadline.
 */
extern bool (*host_others_run)(void);
/** A signal waits: interruptible waits end with -ERESTARTSYS even if they have a deadline. */
extern bool host_interrupted;
/** The next so many allocations succeed, then all fail; -1: all succeed. */
extern int host_allocations_left;
unsigned host_log_lines(void);
/** Signals that the code under test sent to itself, one bit each. */
extern uint64_t host_signals;

/** xorshift64*, the same in every run. */
uint64_t host_random(void);
void host_random_bytes(void *to, size_t size);

#endif
