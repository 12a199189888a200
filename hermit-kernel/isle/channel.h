/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The isle's end of the channel to its proxy (hermit/channel.h): standard streams, signals, window size, exit.
 * A transport (virtio console, shared memory) moves bytes; this turns them into frames.
 */
#ifndef ISLE_CHANNEL_H
#define ISLE_CHANNEL_H

#include <hermit/channel.h>
#include "lib/types.h"
#include "sync/waitq.h"

/** What a transport offers. Called from threads only. */
struct channel_transport {
	/** Begin to hand what arrives to channel_receive. */
	void (*start)(void);
	/** Send a frame's head and payload, all of both, in order; sleeps while the carrier is full. One caller at a
	 * time. */
	void (*send)(const void *head, size_t head_size, const void *payload, size_t size);
	/** Wait, by polling, until the carrier has taken all that was sent; at most `limit_ns`. False when the time is
	 * over. */
	bool (*drain)(uint64_t limit_ns);
};

/** The driver registers the carrier. */
void channel_attach(const struct channel_transport *transport);
/** The driver hands over bytes that arrived, in order; one caller at a time. Never sleeps: may be called by interrupt
 * handlers. */
void channel_receive(const void *bytes, size_t size);
/** Sends HELLO, opens descriptors 0, 1, 2. 0, -ENODEV without a carrier, -ENOMEM. */
int channel_start(void);
/** Send EXIT after all bytes written so far, and stop the machine. From a thread; interrupts on. */
_Noreturn void channel_exit(int status, int signal);

/** The program's signal handlers may have changed: tell the proxy for which of HERMIT_TOLD_SIGNALS there is one. */
void channel_tell_caught(void);

/* For the streams (isle/streams.c). */

enum channel_stream {
	CHANNEL_STDIN,
	CHANNEL_STDOUT,
	CHANNEL_STDERR,
	CHANNEL_STREAMS,
};

/** Send one frame; sleeps. After channel_exit nothing is sent any more. */
void channel_send(unsigned type, unsigned stream, const void *payload, uint32_t length);

/* What the proxy sent; from interrupt handlers. False: the proxy may not do that now. */
bool streams_input(const void *bytes, uint32_t size);
bool streams_input_end(void);
bool streams_credit(unsigned stream, uint32_t bytes);
bool streams_broken(unsigned stream);
/** Memory and state of the streams; before anything arrives. 0 or -ENOMEM. */
int streams_init(void);
struct file;
/** A file for one of the streams, refs = 1; NULL: memory. `flags`: O_NONBLOCK … */
struct file *streams_new_file(unsigned stream, unsigned flags);
/** Install descriptors 0, 1, 2 as the boot blob says. 0 or -ENOMEM. */
int streams_open(void);

#endif
