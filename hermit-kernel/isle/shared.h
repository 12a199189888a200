/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A multi-kernel isle's side of the memory that it shares with Linux (hermit/isle_shared.h): state, heart-beats, log.
 * On a VM isle there is none, and what is told here reaches nobody.
 */
#ifndef ISLE_SHARED_H
#define ISLE_SHARED_H

#include <hermit/channel.h>
#include <hermit/isle_shared.h>
#include "lib/types.h"

/** NULL on a VM isle. */
extern struct hermit_shared *shared;

/** At boot, before anything else is logged: from here on the log is Linux' to read. Panics where Linux speaks another
 * version. */
void shared_init(struct hermit_shared *area);
/** Heart-beat of a core, by its number in the boot block; NULL on a VM isle. */
volatile uint64_t *shared_beat(unsigned core);
/** Streams of the area. */
struct hermit_stream *shared_stream(unsigned number);
/** The program is about to start. */
void shared_running(void);
/** Last words: Linux may take the cores as soon as it sees them. */
void shared_ended(const struct hermit_exit *how);
void shared_crashed(const char *reason);

#endif
