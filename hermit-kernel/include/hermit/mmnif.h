/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mmnif: Ethernet between Linux and the multi-kernel isles over shared memory.
 *
 * Shared by Linux' isle driver and the kernel. One area for the whole machine, made by Linux before the first isle
 * starts and kept from then on, so that no peer ever writes into memory that has become something else. Peer 0 is
 * Linux, peer N + 1 isle N. The area is: this header, a record for each peer, a ring for each ordered pair of peers,
 * and the data of these rings, so it grows with the square of the number of nodes: 1 MiB on a machine of one node,
 * 3 MiB with two, 10 MiB with four, 36 MiB with eight (and what rounding up to 2 MiB adds).
 *
 * Peers. A peer's MAC is HERMIT_MMNIF_MAC with its number in the last byte. Linux fills in an isle's APIC id and vector
 * before it starts the isle. A peer sets its own `present` once it takes frames; Linux clears that of an isle that has
 * ended, then sends a doorbell to all others. What is for a peer that is not present is dropped.
 *
 * Rings. One producer, one consumer, no lock. `head` counts the bytes ever written, `tail` those ever read, both modulo
 * 2^32 and multiples of HERMIT_MMNIF_ALIGN; byte n lies at data[n % ring_size]. The producer stores head with release
 * after the bytes, the consumer tail likewise. A record is a struct hermit_mmnif_frame and the frame's bytes, in one
 * piece, then up to the next multiple of HERMIT_MMNIF_ALIGN. Where a record does not fit before the data's end, one of
 * length HERMIT_MMNIF_WRAP stands there, and it follows at data[0].
 *
 * Trust. Each side goes by its own counter and only looks at the other's. If they differ by more than the ring's size,
 * or a record is out of range, whoever sees that makes the ring empty: it sets its own counter to the other's. The same
 * is done at the start: a producer goes on at the head that it finds, a consumer skips what it finds. So nothing need
 * be reset when an isle starts anew, wherever the one before it was stopped.
 *
 * Doorbells. A consumer that wants to sleep stores 1 in `consumer_waits`, then a full fence, and looks again. A
 * producer that moved head makes a full fence, and if `consumer_waits` is set, exchanges it for 0 and sends one
 * interrupt: the consumer's vector to `consumer_apic`. A producer without room does the same with `producer_waits`; the
 * consumer looks at it once half of the ring is free, and sends the producer's vector to the producer's `apic_id`.
 * Spurious doorbells are allowed, also to cores that meanwhile are somebody else's.
 *
 * Frames are whole Ethernet frames without the sum at the end. HERMIT_MMNIF_PARTIAL: the 16-bit sum over the bytes from
 * `checksum_start` to the frame's end is yet to be stored `checksum_offset` bytes behind that start, where the pseudo
 * header's sum is already. The receiver takes the contents for right, and completes the sum only if it sends the frame
 * on. HERMIT_MMNIF_CHECKED: TCP's or UDP's sum is there and known to be right.
 *
 * hermit/mmnif_ring.h is the code to all this, for both sides.
 */
#ifndef HERMIT_MMNIF_H
#define HERMIT_MMNIF_H

#include <stdint.h>

#define HERMIT_MMNIF_MAGIC     0x46494e4du /* "MNIF" */
#define HERMIT_MMNIF_VERSION   1u
#define HERMIT_MMNIF_PEERS_MAX 17u
#define HERMIT_MMNIF_ALIGN     64u
#define HERMIT_MMNIF_RING_SIZE 0x80000u /* a power of two; at least four records of the longest frame */
#define HERMIT_MMNIF_MTU       65280u   /* frame, record and the buffers of both sides are at most 64 KiB then */
#define HERMIT_MMNIF_FRAME_MAX (HERMIT_MMNIF_MTU + 18u)
#define HERMIT_MMNIF_FRAME_MIN 14u
#define HERMIT_MMNIF_MAC                                                                                               \
	{                                                                                                              \
		0x02, 0x48, 0x43, 0x00, 0x00, 0x00                                                                     \
	} /* locally administered, "HC" */
#define HERMIT_MMNIF_WRAP 0xffffffffu

/** At the area's first byte. Linux writes it once. Offsets from that byte, multiples of HERMIT_MMNIF_ALIGN. */
struct hermit_mmnif {
	uint32_t magic;       /* HERMIT_MMNIF_MAGIC */
	uint32_t version;     /* HERMIT_MMNIF_VERSION */
	uint32_t size;        /* of the whole area */
	uint32_t peers;       /* 2 to HERMIT_MMNIF_PEERS_MAX */
	uint32_t peer_offset; /* list of struct hermit_mmnif_peer */
	uint32_t ring_offset; /* list of struct hermit_mmnif_ring, in the order of hermit_mmnif_ring_number */
	uint32_t data_offset; /* the rings' data, in the same order */
	uint32_t ring_size;   /* of one ring's data */
	uint32_t mtu;         /* the most that an IP packet has; a frame has up to 18 bytes more */
	uint32_t reserved[7];
};

struct hermit_mmnif_peer {
	uint32_t present __attribute__((aligned(64))); /* the peer sets, Linux clears */
	uint32_t apic_id;                              /* core that takes doorbells; Linux writes */
	uint32_t vector;                               /* of doorbells to this peer; Linux writes */
};

/** What the producer writes and what the consumer writes are on cache lines of their own. */
struct hermit_mmnif_ring {
	uint32_t head __attribute__((aligned(64)));
	uint32_t producer_waits; /* the producer sets, either clears */
	uint32_t tail __attribute__((aligned(64)));
	uint32_t consumer_waits; /* the consumer sets, either clears */
	uint32_t consumer_apic;  /* core that wants the doorbells of this ring; may change at any time */
};

#define HERMIT_MMNIF_PARTIAL 1u
#define HERMIT_MMNIF_CHECKED 2u

struct hermit_mmnif_frame {
	uint32_t length; /* of the frame that follows; or HERMIT_MMNIF_WRAP, the rest then has no meaning */
	uint16_t flags;
	uint16_t checksum_start, checksum_offset;
	uint16_t reserved[3];
};

/** Which ring carries frames from peer `from` to another one, `to`. */
static inline uint32_t hermit_mmnif_ring_number(uint32_t peers, uint32_t from, uint32_t to)
{
	return from * (peers - 1) + to - (to > from);
}

#ifdef __cplusplus
static_assert(sizeof(struct hermit_mmnif) == 64, "mmnif ABI");
static_assert(sizeof(struct hermit_mmnif_ring) == 128, "mmnif ABI");
static_assert(sizeof(struct hermit_mmnif_frame) == 16, "mmnif ABI");
#else
_Static_assert(sizeof(struct hermit_mmnif) == 64, "mmnif ABI");
_Static_assert(sizeof(struct hermit_mmnif_ring) == 128, "mmnif ABI");
_Static_assert(sizeof(struct hermit_mmnif_frame) == 16, "mmnif ABI");
#endif

#endif /* HERMIT_MMNIF_H */
