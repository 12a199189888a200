/* SPDX-License-Identifier: BSD-3-Clause */
/* Virtio entropy device (virtio 1.2, section 5.4): one large draw at boot, mixed into the pool of lib/random. */
#include <linux/errno.h>
#include <arch/cpu.h>
#include "drivers/drivers.h"
#include "drivers/virtio.h"
#include "lib/log.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "time/clock.h"

#define RNG_BYTES   64u
#define RNG_WAIT_NS NS_PER_SEC

/** Wait for the one request. Bytes that came, 0 when the time is over. */
static uint32_t rng_poll(struct virtqueue *queue)
{
	uint64_t limit = clock_deadline_after(RNG_WAIT_NS);
	uint32_t size;
	while (!virtqueue_take(queue, &size)) {
		if (clock_monotonic_ns() > limit || queue->broken)
			return 0;
		cpu_relax();
	}
	return size;
}

static int rng_draw(struct virtio_device *device, uint8_t *bytes)
{
	int error = virtio_start(device, 0);
	if (error)
		return error;
	struct virtqueue *queue = virtio_queue(device, 0, 8, NULL, NULL);
	if (is_error(queue))
		return (int)ptr_error(queue);
	virtqueue_disable_interrupts(queue);
	virtio_ready(device);
	struct io_segment segment = {virt_to_phys(bytes), RNG_BYTES};
	error = virtqueue_add(queue, &segment, 0, 1, bytes);
	if (error)
		return error;
	virtqueue_kick(queue);
	uint32_t size = rng_poll(queue);
	if (size)
		random_add_entropy(bytes, size);
	return size ? 0 : -ETIMEDOUT;
}

static int virtio_rng_probe(void)
{
	struct virtio_device *device = virtio_next(VIRTIO_ID_RNG, NULL);
	uint8_t *bytes = device ? heap_zalloc(RNG_BYTES) : NULL;
	if (!bytes)
		return device ? -ENOMEM : 0;
	int error = rng_draw(device, bytes);
	if (error) {
		log_line("%s: no entropy, errno %d", device->name, -error);
		return 0; /* the CPU's own source is there still; the device may yet write to the buffer, which is
			     therefore kept */
	}
	memset(bytes, 0, RNG_BYTES);
	heap_free(bytes);
	return 0;
}

const struct driver virtio_rng_driver = {"virtio-rng", virtio_rng_probe};
