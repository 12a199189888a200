/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Virtio console (virtio 1.2, section 5.3): carrier of the isle channel.
 *
 * With VIRTIO_CONSOLE_F_MULTIPORT the channel is port 1, a generic port, otherwise port 0, the console. QEMU holds a
 * generic port up while its other side is slow, but throws a console's bytes away; a proxy therefore uses port 1.
 */
#include <linux/errno.h>
#include <linux/virtio_console.h>
#include <arch/cpu.h>
#include "drivers/drivers.h"
#include "drivers/virtio.h"
#include "isle/channel.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/page.h"
#include "sync/waitq.h"
#include "time/clock.h"

#define CONSOLE_BUFFER     4096u /* QEMU reads at most so much at once from the proxy */
#define CONSOLE_RX_BUFFERS 64u
#define CONSOLE_TX_BUFFERS 32u
#define CONSOLE_PORT       1u
#define CONSOLE_OPEN_NS    (10 * NS_PER_SEC)

/* Section 5.3.2: queues of port 0, then the control queues, then those of port 1. */
enum console_queue {
	CONSOLE_RX0 = 0,
	CONSOLE_TX0 = 1,
	CONSOLE_CONTROL_RX = 2,
	CONSOLE_CONTROL_TX = 3,
	CONSOLE_RX1 = 4,
	CONSOLE_TX1 = 5,
};

static struct {
	struct virtio_device *device;
	struct spinlock rx_lock; /* both: taken by the interrupt handler */
	struct spinlock tx_lock;
	struct virtqueue *rx, *tx;
	struct virtqueue *control_rx, *control_tx;
	uint8_t *free_tx[CONSOLE_TX_BUFFERS]; /* under tx_lock, a stack */
	unsigned free_tx_count;
	unsigned tx_buffers; /* how many there are */
	struct waitq tx_room;
	bool open; /* the device says that the other side is there; while starting */
} console;

static struct io_segment console_segment(const void *buffer, size_t size)
{
	return (struct io_segment){virt_to_phys(buffer), (uint32_t)size};
}

static uint8_t *console_new_buffers(unsigned count)
{
	unsigned order = 0;
	while ((PAGE_SIZE << order) < (uint64_t)count * CONSOLE_BUFFER)
		order++;
	struct page *page = page_alloc(order, 0, NODE_ANY);
	return page ? page_to_virt(page) : NULL;
}

/* Receive */

static void console_offer(struct virtqueue *queue, uint8_t *buffer)
{
	struct io_segment segment = console_segment(buffer, CONSOLE_BUFFER);
	virtqueue_add(queue, &segment, 0, 1, buffer); /* there is room: as many buffers as entries at most */
}

static void console_rx_used(struct virtqueue *queue)
{
	uint32_t size;
	uint8_t *buffer;
	irqflags_t flags = spin_lock_irqsave(&console.rx_lock);
	do {
		while ((buffer = virtqueue_take(queue, &size))) {
			channel_receive(buffer, size);
			console_offer(queue, buffer);
		}
		virtqueue_kick(queue);
	} while (!virtqueue_enable_interrupts(queue));
	spin_unlock_irqrestore(&console.rx_lock, flags);
}

static void console_start_receiving(void)
{
	unsigned count = min((unsigned)console.rx->size, CONSOLE_RX_BUFFERS);
	uint8_t *buffers = console_new_buffers(count);
	if (!buffers)
		panic("virtio console: no memory for %u receive buffers", count);
	irqflags_t flags = spin_lock_irqsave(&console.rx_lock);
	for (unsigned i = 0; i < count; i++)
		console_offer(console.rx, buffers + (size_t)i * CONSOLE_BUFFER);
	virtqueue_kick(console.rx);
	spin_unlock_irqrestore(&console.rx_lock, flags);
}

/* Send */

static void console_reap_locked(void)
{
	uint32_t unused;
	uint8_t *buffer;
	while ((buffer = virtqueue_take(console.tx, &unused)))
		console.free_tx[console.free_tx_count++] = buffer;
}

static void console_tx_used(struct virtqueue *queue)
{
	irqflags_t flags = spin_lock_irqsave(&console.tx_lock);
	virtqueue_disable_interrupts(queue);
	spin_unlock_irqrestore(&console.tx_lock, flags);
	waitq_wake_all(&console.tx_room, 0);
}

/** A free buffer, or NULL after everything sent so far was announced and an interrupt was asked for. */
static uint8_t *console_take_buffer(void)
{
	uint8_t *buffer = NULL;
	irqflags_t flags = spin_lock_irqsave(&console.tx_lock);
	console_reap_locked();
	if (!console.free_tx_count) {
		virtqueue_kick(console.tx);
		while (!virtqueue_enable_interrupts(console.tx))
			console_reap_locked();
	}
	if (console.free_tx_count)
		buffer = console.free_tx[--console.free_tx_count];
	spin_unlock_irqrestore(&console.tx_lock, flags);
	return buffer;
}

static uint8_t *console_wait_buffer(void)
{
	uint8_t *buffer = NULL;
	wait_event(&console.tx_room, buffer || (buffer = console_take_buffer())); /* looks more than once */
	return buffer;
}

static void console_submit(uint8_t *buffer, size_t size, bool last)
{
	struct io_segment segment = console_segment(buffer, size);
	irqflags_t flags = spin_lock_irqsave(&console.tx_lock);
	if (virtqueue_add(console.tx, &segment, 1, 0, buffer))
		console.free_tx[console.free_tx_count++] = buffer; /* broken: the log says so, the bytes are lost */
	bool kick = last && virtqueue_kick_wanted(console.tx);
	spin_unlock_irqrestore(&console.tx_lock, flags);
	if (kick)
		console.tx->notify(console.tx);
}

static size_t console_gather(uint8_t *to, size_t room, const uint8_t **from, size_t *left)
{
	size_t part = min(room, *left);
	memcpy(to, *from, part);
	*from += part;
	*left -= part;
	return part;
}

static void console_send(const void *head, size_t head_size, const void *payload, size_t size)
{
	const uint8_t *from_head = head, *from_payload = payload;
	while (head_size || size) {
		uint8_t *buffer = console_wait_buffer();
		size_t filled = console_gather(buffer, CONSOLE_BUFFER, &from_head, &head_size);
		filled += console_gather(buffer + filled, CONSOLE_BUFFER - filled, &from_payload, &size);
		console_submit(buffer, filled, !head_size && !size);
	}
}

static bool console_all_sent(void)
{
	irqflags_t flags = spin_lock_irqsave(&console.tx_lock);
	console_reap_locked();
	bool all = console.free_tx_count == console.tx_buffers;
	spin_unlock_irqrestore(&console.tx_lock, flags);
	return all;
}

static bool console_drain(uint64_t limit_ns)
{
	uint64_t limit = clock_deadline_after(limit_ns);
	while (!console_all_sent()) {
		if (clock_monotonic_ns() > limit)
			return false;
		cpu_relax();
	}
	return true;
}

static const struct channel_transport console_transport = {
	.start = console_start_receiving,
	.send = console_send,
	.drain = console_drain,
};

/* Control messages, section 5.3.6.2; only while starting, by polling */

struct console_control {
	struct virtio_console_control message;
	uint8_t name[64 - sizeof(struct virtio_console_control)];
};

static struct console_control *console_control_buffers; /* [0] to send, the others to receive */
#define CONSOLE_CONTROL_BUFFERS 32u

static void console_offer_control(struct console_control *buffer)
{
	struct io_segment segment = console_segment(buffer, sizeof(*buffer));
	virtqueue_add(console.control_rx, &segment, 0, 1, buffer);
}

static bool console_control_send(uint32_t port, uint16_t event, uint16_t value)
{
	struct console_control *buffer = &console_control_buffers[0];
	struct io_segment segment = console_segment(buffer, sizeof(buffer->message));
	uint64_t limit = clock_deadline_after(CONSOLE_OPEN_NS);
	uint32_t unused;
	buffer->message = (struct virtio_console_control){.id = port, .event = event, .value = value};
	if (virtqueue_add(console.control_tx, &segment, 1, 0, buffer))
		return false;
	virtqueue_kick(console.control_tx);
	while (!virtqueue_take(console.control_tx, &unused)) {
		if (clock_monotonic_ns() > limit || console.control_tx->broken)
			return false;
		cpu_relax();
	}
	return true;
}

static void console_control_take(const struct virtio_console_control *message)
{
	if (message->event == VIRTIO_CONSOLE_PORT_ADD) {
		bool ours = message->id == CONSOLE_PORT;
		console_control_send(message->id, VIRTIO_CONSOLE_PORT_READY, ours);
		if (ours)
			console_control_send(message->id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	} else if (message->event == VIRTIO_CONSOLE_PORT_OPEN && message->id == CONSOLE_PORT) {
		console.open = message->value;
	}
}

static void console_control_poll(void)
{
	struct console_control *buffer;
	uint32_t size;
	while ((buffer = virtqueue_take(console.control_rx, &size))) {
		struct virtio_console_control message = buffer->message;
		console_offer_control(buffer);
		virtqueue_kick(console.control_rx);
		if (size >= sizeof(message))
			console_control_take(&message);
	}
}

/** Bring port 1 up: both sides open. */
static int console_open_port(void)
{
	uint64_t limit = clock_deadline_after(CONSOLE_OPEN_NS);
	for (unsigned i = 1; i < CONSOLE_CONTROL_BUFFERS && i < console.control_rx->size; i++)
		console_offer_control(&console_control_buffers[i]);
	virtqueue_kick(console.control_rx);
	console_control_send(0, VIRTIO_CONSOLE_DEVICE_READY, 1);
	while (!console.open && clock_monotonic_ns() < limit) {
		console_control_poll();
		cpu_relax();
	}
	return console.open ? 0 : -ETIMEDOUT;
}

/* Start */

static int console_make_control_queues(struct virtio_device *device)
{
	_Static_assert(sizeof(struct console_control) * CONSOLE_CONTROL_BUFFERS <= CONSOLE_BUFFER,
		"one buffer holds them all");
	console_control_buffers = (struct console_control *)console_new_buffers(1);
	console.control_rx = virtio_queue(device, CONSOLE_CONTROL_RX, CONSOLE_CONTROL_BUFFERS, NULL, NULL);
	console.control_tx = virtio_queue(device, CONSOLE_CONTROL_TX, CONSOLE_CONTROL_BUFFERS, NULL, NULL);
	if (!console_control_buffers || is_error(console.control_rx) || is_error(console.control_tx))
		return -ENODEV;
	virtqueue_disable_interrupts(console.control_rx);
	virtqueue_disable_interrupts(console.control_tx);
	return 0;
}

static int console_make_queues(struct virtio_device *device, bool multiport)
{
	console.rx =
		virtio_queue(device, multiport ? CONSOLE_RX1 : CONSOLE_RX0, CONSOLE_RX_BUFFERS, console_rx_used, NULL);
	console.tx =
		virtio_queue(device, multiport ? CONSOLE_TX1 : CONSOLE_TX0, CONSOLE_TX_BUFFERS, console_tx_used, NULL);
	if (is_error(console.rx) || is_error(console.tx))
		return -ENODEV;
	virtqueue_disable_interrupts(console.tx);
	console.tx_buffers = min((unsigned)console.tx->size, CONSOLE_TX_BUFFERS);
	uint8_t *buffers = console_new_buffers(console.tx_buffers);
	if (!buffers)
		return -ENOMEM;
	for (unsigned i = 0; i < console.tx_buffers; i++)
		console.free_tx[console.free_tx_count++] = buffers + (size_t)i * CONSOLE_BUFFER;
	return multiport ? console_make_control_queues(device) : 0;
}

static int console_start(struct virtio_device *device)
{
	spin_init(&console.rx_lock);
	spin_init(&console.tx_lock);
	waitq_init(&console.tx_room);
	int error = virtio_start(device, 1ULL << VIRTIO_CONSOLE_F_MULTIPORT);
	if (error)
		return error;
	bool multiport = virtio_has(device, VIRTIO_CONSOLE_F_MULTIPORT);
	error = console_make_queues(device, multiport);
	if (error) {
		virtio_fail(device, "has no queues for the channel");
		return error;
	}
	console.device = device;
	virtio_ready(device);
	if (multiport && console_open_port()) {
		virtio_fail(device, "port 1 is not there or nobody is at its other side");
		return -ENODEV;
	}
	channel_attach(&console_transport);
	return 0;
}

static int virtio_console_probe(void)
{
	struct virtio_device *device = virtio_next(VIRTIO_ID_CONSOLE, NULL);
	return device ? console_start(device) : 0;
}

const struct driver virtio_console_driver = {"virtio-console", virtio_console_probe};
