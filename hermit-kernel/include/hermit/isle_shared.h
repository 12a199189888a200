/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that Linux and one multi-kernel isle share while the isle runs: its state, heart-beats, byte streams, log.
 *
 * Shared by Linux' isle driver and the kernel. Linux lays it out and fills the header before it starts the first core;
 * each field has one writer, named below. Neither side trusts the other's numbers: what is out of range is treated as
 * a broken peer, never followed.
 *
 * Streams. Each is a pair of byte rings, stream 0 carries the isle channel (hermit/channel.h), stream 1 + i the 9P
 * messages of share i of the boot blob (9P2000.L as over TCP: one message after the other). A ring has one producer
 * and one consumer and needs no lock: `head` counts the bytes ever written, `tail` those ever read, both modulo 2^32;
 * byte n lies at data[n % size]. The producer stores head with release after the bytes, the consumer tail likewise.
 *
 * Doorbells. Who wants to sleep until a ring moves stores 1 in its own `waits` of that ring, then a full fence, and
 * looks again. Who moved a ring makes a full fence, and if the other side's `waits` is set, exchanges it for 0 and
 * sends one interrupt: towards Linux vector `linux_vector` to APIC id `linux_apic`, towards the isle the note's
 * doorbell_vector to the isle's boot core. One interrupt may stand for any number of rings, so the receiver looks at
 * all of them. Spurious doorbells are allowed.
 *
 * Life. `state` moves only forward: BOOTING, RUNNING, then ENDED or CRASHED. After the last two, the isle's cores touch
 * nothing any more but halt; a doorbell is sent. Linux then takes them back.
 *
 * Heart-beat. Each core adds 1 to its beat whenever it takes an interrupt, enters or leaves idle, or switches threads.
 * A core whose beat stood still may just be computing: Linux sends it the doorbell, and a core that does not move its
 * beat then hangs.
 */
#ifndef HERMIT_ISLE_SHARED_H
#define HERMIT_ISLE_SHARED_H

#include <stdint.h>

#define HERMIT_SHARED_MAGIC   0x534c5349u /* "ISLS" */
#define HERMIT_SHARED_VERSION 1u
#define HERMIT_REASON_MAX     256u

enum hermit_state {
	HERMIT_STATE_BOOTING = 0,
	HERMIT_STATE_RUNNING = 1, /* the program runs */
	HERMIT_STATE_ENDED =
		2, /* the program has ended; the channel's EXIT says how, and so do exit_status, exit_signal */
	HERMIT_STATE_CRASHED = 3, /* kernel panic; `reason` says why, the log more */
};

struct hermit_shared {
	/* Linux writes, before the start; linux_apic also later */
	uint32_t magic;         /* HERMIT_SHARED_MAGIC */
	uint32_t version;       /* HERMIT_SHARED_VERSION */
	uint32_t size;          /* of the whole area */
	uint32_t linux_vector;  /* of doorbells towards Linux … */
	uint32_t linux_apic;    /* … and the core that takes them */
	uint32_t streams;       /* how many */
	uint32_t stream_offset; /* list of struct hermit_stream, from the area's first byte, 64-byte aligned */
	uint32_t beat_offset;   /* list of struct hermit_beat, one for each core of the boot block */
	uint32_t log_offset;    /* struct hermit_log_ring */
	uint32_t log_followed;  /* somebody in Linux sleeps until there is more log: as `waits` of a ring */
	uint32_t reserved[6];
	/* the isle writes; a cache line of its own */
	uint32_t state __attribute__((aligned(64))); /* enum hermit_state, with release after the fields below */
	uint32_t exit_status, exit_signal;           /* as in struct hermit_exit */
	uint32_t reserved2;
	uint64_t program_tsc;           /* TSC before the program's first instruction */
	uint64_t end_tsc;               /* TSC when `state` became ENDED or CRASHED */
	char reason[HERMIT_REASON_MAX]; /* NUL-terminated, one line */
};

/** Ring head and tail are on cache lines of their own, since different cores write them. */
struct hermit_ring {
	uint32_t head __attribute__((aligned(64))); /* the producer writes these two */
	uint32_t producer_waits;
	uint32_t tail __attribute__((aligned(64))); /* the consumer writes these two */
	uint32_t consumer_waits;
	uint32_t offset __attribute__((aligned(64))); /* of the data, from the area's first byte; Linux, at start */
	uint32_t size;                                /* of the data, a power of two; Linux, at start */
};

struct hermit_stream {
	struct hermit_ring to_isle, to_linux;
};

struct hermit_beat {
	uint64_t count __attribute__((aligned(64)));
};

/** The last `size` bytes of the kernel's log; byte n lies at data[n % size]. The isle writes; Linux only reads. */
struct hermit_log_ring {
	uint64_t written __attribute__((aligned(64))); /* bytes ever, with release after the bytes */
	uint32_t size;                                 /* a power of two, at least 256 KiB; Linux, at start */
	uint32_t offset;                               /* of the data, from the area's first byte; Linux, at start */
};

#ifdef __cplusplus
static_assert(sizeof(struct hermit_ring) == 192, "shared ABI");
static_assert(sizeof(struct hermit_shared) == 384, "shared ABI");
#else
_Static_assert(sizeof(struct hermit_ring) == 192, "shared ABI");
_Static_assert(sizeof(struct hermit_shared) == 384, "shared ABI");
#endif

#endif /* HERMIT_ISLE_SHARED_H */
