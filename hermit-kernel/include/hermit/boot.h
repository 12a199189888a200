/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boot blob: what whoever starts an isle tells the kernel about the program to run.
 *
 * Shared by the kernel (reader), the proxy and Linux' isle driver (writers). The writer puts one contiguous blob
 * into memory that the kernel can read before any driver runs:
 *   - VM isle: QEMU's fw_cfg file HERMIT_BOOT_FWCFG_NAME;
 *   - multi-kernel isle: physical memory, its address in the boot block.
 *
 * Shape: one struct hermit_boot_header, then `records` records. Each record is a struct hermit_boot_record followed
 * by `length` bytes of payload, padded with zeroes to a multiple of 8. Strings carry no terminating NUL; their length
 * is the record's. Integers are little-endian. Records may come in any order; those of the same type keep theirs. A
 * reader skips record types that it does not know, unless HERMIT_BOOT_CRITICAL is set in the type.
 *
 * The blob is read once, on the boot core, and never written by the kernel.
 */
#ifndef HERMIT_BOOT_H
#define HERMIT_BOOT_H

#ifdef __cplusplus
extern "C" {
#endif

#include <hermit/isle.h>
#include <stdint.h>

#define HERMIT_BOOT_MAGIC      0x544f4f4254494d48ULL /* "HMITBOOT" in memory */
#define HERMIT_BOOT_VERSION    1u
#define HERMIT_BOOT_FWCFG_NAME "opt/org.hermitcore/boot"

/** Flag in hermit_boot_record.type: a kernel that does not know the record must refuse to boot. */
#define HERMIT_BOOT_CRITICAL 0x80000000u

struct hermit_boot_header {
	uint64_t magic;   /* HERMIT_BOOT_MAGIC */
	uint32_t version; /* HERMIT_BOOT_VERSION; another major version is refused */
	uint32_t size;    /* bytes of the whole blob, this header included */
	uint32_t crc32c;  /* CRC-32C (Castagnoli, RFC 3720 B.4) of the bytes after this header */
	uint32_t records; /* how many records follow */
};

struct hermit_boot_record {
	uint32_t type;   /* enum hermit_boot_type, maybe with HERMIT_BOOT_CRITICAL */
	uint32_t length; /* bytes of payload, without padding */
};

enum hermit_boot_type {
	HERMIT_BOOT_PROGRAM =
		1,           /* string: path of the executable on the isle; absent: argv[0] as the main of the image */
	HERMIT_BOOT_ARG = 2, /* string: one argument; the first is argv[0] */
	HERMIT_BOOT_ENV = 3, /* string: one NAME=VALUE */
	HERMIT_BOOT_CWD = 4, /* string: working folder, absolute */
	HERMIT_BOOT_SHARE = 5,     /* struct hermit_boot_share, then tag, then path (both without NUL) */
	HERMIT_BOOT_STREAMS = 6,   /* struct hermit_boot_streams */
	HERMIT_BOOT_IDENTITY = 7,  /* struct hermit_boot_identity */
	HERMIT_BOOT_CLOCK = 8,     /* struct hermit_boot_clock */
	HERMIT_BOOT_ISLE = 9,      /* struct hermit_boot_isle */
	HERMIT_BOOT_HOSTNAME = 10, /* string */
	HERMIT_BOOT_FILE =
		11, /* struct hermit_boot_file, then path, then contents: a small file laid over the root image */
	HERMIT_BOOT_SIGNALS = 12, /* struct hermit_boot_signals */
	HERMIT_BOOT_NETWORK = 13, /* struct hermit_boot_network */
};

/**
 * A host folder, served by 9P2000.L under mount tag `tag`, mounted at `path` (absolute, created when missing).
 *
 * VM isle: the tag is that of a virtio-9p device. Multi-kernel isle: record i is what stream 1 + i is for, and the tag
 * is its name on the isle. Each server has this one folder, under the name HERMIT_SHARE_EXPORT: what Tattach asks for
 * (aname). diod wants an absolute path there, and this is its own working folder, whatever that is called on the host,
 * so that no path of the host has to be told. QEMU does not look at it.
 */
struct hermit_boot_share {
	uint32_t flags; /* HERMIT_SHARE_* */
	uint16_t tag_length;
	uint16_t path_length;
};
#define HERMIT_SHARE_READONLY 1u
#define HERMIT_SHARE_EXPORT   "/proc/self/cwd/."

/** What descriptors 0, 1 and 2 are on the host. Bit i of `tty`: descriptor i is a terminal; of `closed`: it is closed.
 */
struct hermit_boot_streams {
	uint8_t tty;
	uint8_t closed;
	uint16_t rows; /* window size, 0 where unknown */
	uint16_t columns;
	uint16_t reserved;
};

/** Whose name the program runs under; also the owner of files that it creates in host folders. */
struct hermit_boot_identity {
	uint32_t uid;
	uint32_t gid;
	uint32_t umask;
	uint32_t host_pid; /* pid of the proxy, which is the program's too; 0: 1 */
};

/** Signals that are ignored from the start, as exec(2) leaves them: bit N - 1 is signal N. */
struct hermit_boot_signals {
	uint64_t ignored;
};

/** The first Ethernet interface. Addresses as on the wire; IPv6 configures itself (RFC 4862). */
struct hermit_boot_network {
	uint32_t flags;     /* HERMIT_NETWORK_* */
	uint32_t prefix;    /* length of the network's part, 0 to 32 */
	uint8_t address[4]; /* this isle's; without meaning with HERMIT_NETWORK_DHCP */
	uint8_t gateway[4]; /* where other networks are; 0.0.0.0: nowhere */
};
#define HERMIT_NETWORK_DHCP 1u /* ask for address, gateway and name servers (RFC 2131) */

/** Wall clock of the host. `tsc` is the host's TSC at that moment, or 0 where the isle's TSC is not the host's. */
struct hermit_boot_clock {
	int64_t realtime_ns; /* CLOCK_REALTIME */
	uint64_t tsc;
	uint64_t tsc_hz; /* 0: the kernel calibrates */
};

struct hermit_boot_isle {
	uint32_t number; /* N of 192.168.28.(N+2) */
	uint32_t kind;   /* enum hermit_isle_kind */
	uint32_t flags;  /* HERMIT_ISLE_* */
	uint32_t reserved;
};
#define HERMIT_ISLE_VERBOSE 1u /* echo the kernel log to the serial line as it is written */
#define HERMIT_ISLE_TRACE   2u /* log every system call */

/** A file that the kernel makes before the program starts (for example /etc/resolv.conf). */
struct hermit_boot_file {
	uint32_t mode;
	uint16_t path_length;
	uint16_t reserved;
	uint32_t content_length;
	uint32_t reserved2;
};

#ifdef __cplusplus
}
static_assert(sizeof(struct hermit_boot_header) == 24, "boot ABI");
static_assert(sizeof(struct hermit_boot_share) == 8, "boot ABI");
static_assert(sizeof(struct hermit_boot_clock) == 24, "boot ABI");
static_assert(sizeof(struct hermit_boot_file) == 16, "boot ABI");
static_assert(sizeof(struct hermit_boot_network) == 16, "boot ABI");
#else
_Static_assert(sizeof(struct hermit_boot_header) == 24, "boot ABI");
_Static_assert(sizeof(struct hermit_boot_share) == 8, "boot ABI");
_Static_assert(sizeof(struct hermit_boot_clock) == 24, "boot ABI");
_Static_assert(sizeof(struct hermit_boot_file) == 16, "boot ABI");
#endif

#endif /* HERMIT_BOOT_H */
