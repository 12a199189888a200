/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /dev/hermit/isleN: how a program on Linux owns isle N, starts it and talks to it.
 *
 * Shared by Linux' isle driver and the proxy. Whoever has the device open owns the isle; there is one owner at a time
 * (open fails with EBUSY, /sys/hermit/isleN/owner tells the process). When the last descriptor of the device and of
 * its streams is closed, for whatever reason, the isle is stopped, and its cores and its memory are Linux' again
 * before close(2) returns. The descriptor is not handed on by fork: the owner is who opened it; O_CLOEXEC is advised.
 *
 * After HERMIT_DEVICE_START, read(2), write(2) and poll(2) of the device carry stream 0, the isle channel
 * (hermit/channel.h); HERMIT_DEVICE_STREAM gives descriptors for the others. Each is a byte stream: reads and writes
 * may be short, O_NONBLOCK answers EAGAIN, a read answers 0 once the isle has ended and everything was read, a write
 * then fails with EPIPE (no SIGPIPE). Before START they fail with ENOTCONN, and with EIO where the isle broke the ring.
 *
 * Failure of START leaves the isle as it was. errno says what kind: EINVAL cpulist or sizes, or a core that Linux never
 * gives away, such as 0, EBUSY a core is not online, or another isle's, ENOMEM the node has not enough contiguous
 * memory, ENOEXEC no HermitCore executable, EPROTO one for other versions of the ABI, EALREADY it is started, ETIMEDOUT
 * a core does not come up. `message` is one sentence that names the value and the remedy.
 */
#ifndef HERMIT_ISLE_DEVICE_H
#define HERMIT_ISLE_DEVICE_H

#include <linux/ioctl.h>
#include <stdint.h>

#define HERMIT_DEVICE_VERSION     1u
#define HERMIT_DEVICE_MESSAGE_MAX 256u

struct hermit_device_info {
	uint32_t version; /* HERMIT_DEVICE_VERSION */
	uint32_t isle;    /* N */
	uint32_t nodes;   /* how many isles there are */
	uint32_t reserved;
	uint64_t memory; /* bytes that an isle gets by default */
};

struct hermit_device_start {
	uint32_t version; /* HERMIT_DEVICE_VERSION; another one: EPROTO */
	uint32_t size;    /* of this structure */
	/* the HermitCore executable: part of a file that can be read */
	int32_t image_fd;
	int32_t root_fd; /* the root image's file; -1: there is none */
	uint64_t image_offset, image_size;
	uint64_t root_offset, root_size;
	uint64_t blob, blob_size; /* address of the boot blob in the caller's memory */
	uint64_t cpus;            /* address of a Linux cpulist, NUL-terminated, at most a page */
	uint64_t memory;          /* bytes, rounded up to 2 MiB; 0: the default, HERMIT_DEVICE_INFO tells it */
	uint32_t streams;         /* how many, the channel included */
	uint32_t reserved;
	char message[HERMIT_DEVICE_MESSAGE_MAX]; /* the driver writes it where START fails, NUL-terminated */
};

#define HERMIT_DEVICE_INFO  _IOR('H', 0x40, struct hermit_device_info)
#define HERMIT_DEVICE_START _IOWR('H', 0x41, struct hermit_device_start)
/** The argument is the stream's number, from 1 on, or HERMIT_DEVICE_LOG. Returns a descriptor (close-on-exec). */
#define HERMIT_DEVICE_STREAM _IO('H', 0x42)
/** Stop the isle at once and give everything back; the device stays open. 0, also where it has ended already. */
#define HERMIT_DEVICE_STOP _IO('H', 0x43)

/** Stream number of the kernel's log: from its beginning as far as the ring reaches, and what comes; read only. */
#define HERMIT_DEVICE_LOG 0xffffffffu

#ifdef __cplusplus
static_assert(sizeof(struct hermit_device_start) == 344, "device ABI");
#else
_Static_assert(sizeof(struct hermit_device_start) == 344, "device ABI");
#endif

#endif /* HERMIT_ISLE_DEVICE_H */
