/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Isle channel: the one byte stream in each direction between a proxy and its isle.
 *
 * Shared by the kernel, the proxy and Linux' isle driver. The carrier is reliable and ordered:
 *   - VM isle: port 1 of a virtio console with VIRTIO_CONSOLE_F_MULTIPORT (virtio 1.2, section 5.3): a generic port,
 *     because QEMU drops what a console port writes while its socket is full;
 *   - multi-kernel isle: a pair of byte rings in shared memory.
 *
 * Shape: frames. Each is a struct hermit_frame followed by `length` bytes of payload; no padding. Integers are
 * little-endian. A frame is at most HERMIT_FRAME_MAX bytes of payload. A receiver that meets an unknown type, a
 * length out of range or a stream out of range treats the peer as broken: it says so and ends the isle.
 *
 * Flow control: bytes of a stream are sent against credit, so that a reader that stalls on one stream never holds up
 * another. Both sides start with HERMIT_CHANNEL_WINDOW credit for each stream they send; a receiver hands credit back
 * by CREDIT frames as it consumes. EOF, SIGNAL, WINDOW_SIZE, HELLO, EXIT need no credit.
 *
 * Relayed streams: the proxy can OPEN further streams, numbered from HERMIT_RELAYED_FIRST, to what hermit_open names.
 * The isle answers OPENED; where that has an error, the number is free again. Both sides then send DATA against a
 * credit of HERMIT_RELAYED_WINDOW at first. EOF of the proxy: no more bytes for the other end, which may still answer.
 * BROKEN of the proxy: nobody takes the answer any more. EOF of the isle is the stream's last frame, in both
 * directions: the number is free again, and what the proxy had sent for it meanwhile is dropped.
 *
 * Attach: HotSpot makes its attach socket when it is asked to. ATTACH has the isle ask; ATTACHED says that the socket
 * is there, or why not. One at a time.
 *
 * Life: isle sends HELLO once, before anything else, when its kernel is up. The proxy may send from the start; the isle
 * reads nothing before HELLO. EXIT is the last frame of an isle and follows all bytes that the program wrote.
 * A carrier that closes without EXIT means that the isle failed.
 */
#ifndef HERMIT_CHANNEL_H
#define HERMIT_CHANNEL_H

#ifdef __cplusplus
extern "C" {
#endif

#include <stdint.h>

#define HERMIT_CHANNEL_VERSION 2u
#define HERMIT_CHANNEL_MAGIC   0x4e414843u /* "CHAN" */
#define HERMIT_CHANNEL_WINDOW  (256u * 1024u)
#define HERMIT_FRAME_MAX       (32u * 1024u)
#define HERMIT_RELAYED_FIRST   16u
#define HERMIT_RELAYED_STREAMS 16u /* at a time */
#define HERMIT_RELAYED_WINDOW  (64u * 1024u)
#define HERMIT_OPEN_PATH_MAX   107u /* as sockaddr_un has room for */

enum hermit_frame_type {
	/* isle → proxy */
	HERMIT_FRAME_HELLO = 1,     /* struct hermit_hello */
	HERMIT_FRAME_EXIT = 2,      /* struct hermit_exit */
	HERMIT_FRAME_OPENED = 10,   /* struct hermit_answer to OPEN of `stream` */
	HERMIT_FRAME_ATTACHED = 12, /* struct hermit_answer to ATTACH */
	HERMIT_FRAME_CAUGHT = 13,   /* struct hermit_caught, when that has changed */
	/* proxy → isle */
	HERMIT_FRAME_SIGNAL = 3,      /* struct hermit_signal: raise it for the program as kill(2) does */
	HERMIT_FRAME_WINDOW_SIZE = 4, /* struct hermit_window_size; the program gets SIGWINCH */
	HERMIT_FRAME_OPEN = 9,        /* struct hermit_open for `stream`, then a path without NUL where it has one */
	HERMIT_FRAME_ATTACH = 11,     /* no payload */
	/* both */
	HERMIT_FRAME_DATA = 5, /* bytes of `stream`: 0 towards the isle, 1 and 2 from it, relayed ones both ways */
	HERMIT_FRAME_EOF = 6,  /* no more bytes on `stream`: 0 towards the isle (end of input); 1, 2 from it (closed) */
	HERMIT_FRAME_CREDIT =
		7, /* struct hermit_credit for `stream`: the receiver of the stream consumed so many bytes */
	HERMIT_FRAME_BROKEN =
		8, /* proxy → isle: nobody reads `stream` (1, 2) any more; writes there raise SIGPIPE/EPIPE */
};

struct hermit_frame {
	uint16_t type;   /* enum hermit_frame_type */
	uint16_t stream; /* 0 stdin, 1 stdout, 2 stderr, from 16 on relayed; 0 where the type has none */
	uint32_t length; /* bytes of payload, at most HERMIT_FRAME_MAX */
};

struct hermit_hello {
	uint32_t magic;   /* HERMIT_CHANNEL_MAGIC */
	uint32_t version; /* HERMIT_CHANNEL_VERSION */
	uint32_t cores;   /* cores that the isle runs on */
	uint32_t kernel;  /* its version, major << 16 | minor (hermit/version.h) */
	uint64_t memory;  /* bytes of memory of the isle */
};

/** How the program ended. `signal` is 0 after exit(status), else the signal that ended it. */
struct hermit_exit {
	uint32_t status; /* 0 … 255 */
	uint32_t signal;
};

struct hermit_signal {
	uint32_t number; /* Linux x86-64 number, 1 … 64 */
};

struct hermit_window_size {
	uint16_t rows;
	uint16_t columns;
	uint16_t xpixel;
	uint16_t ypixel;
};

struct hermit_credit {
	uint32_t bytes;
};

enum hermit_open_kind {
	HERMIT_OPEN_SOCKET = 1,     /* the AF_UNIX stream socket that listens at the path */
	HERMIT_OPEN_LOG = 2,        /* the kernel's log as far as it goes back; no path */
	HERMIT_OPEN_LOG_FOLLOW = 3, /* likewise, and what is logged from then on */
};

struct hermit_open {
	uint32_t kind; /* enum hermit_open_kind */
};

struct hermit_answer {
	int32_t error; /* 0, or a negative errno */
};

/** Signals that the program has a handler for, bit N - 1 for N; only these are told: HERMIT_TOLD_SIGNALS. */
struct hermit_caught {
	uint64_t signals;
};
/* HUP, INT, QUIT, USR1, USR2, TERM */
#define HERMIT_TOLD_SIGNALS (1ull << 0 | 1ull << 1 | 1ull << 2 | 1ull << 9 | 1ull << 11 | 1ull << 14)

#ifdef __cplusplus
}
static_assert(sizeof(struct hermit_frame) == 8, "channel ABI");
static_assert(sizeof(struct hermit_hello) == 24, "channel ABI");
#else
_Static_assert(sizeof(struct hermit_frame) == 8, "channel ABI");
_Static_assert(sizeof(struct hermit_hello) == 24, "channel ABI");
#endif

#endif /* HERMIT_CHANNEL_H */
