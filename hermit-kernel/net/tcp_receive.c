/* SPDX-License-Identifier: BSD-3-Clause */
/* From lwIP's buffers to read(2). */
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "mm/heap.h"
#include "net/stack.h"
#include "net/tcp.h"

#define PIECE_MOST 512u  /* a smaller one is copied */
#define GATHERED   3900u /* with its headers a page */

/*
 * A buffer of a device takes 2 KiB, whatever is in it. Where nobody reads, pieces of a few bytes would fill the memory
 * long before the window, which counts bytes; so they are gathered.
 */

/** Add a small piece to the last packet. False: there is none with room. */
static bool gather(struct tcp_socket *tcp, struct pbuf *piece)
{
	bool done = false;

	if (piece->tot_len > PIECE_MOST)
		return false;
	spin_lock(&tcp->lock);
	if (!list_empty(&tcp->packets)) {
		struct tcp_packet *last = list_last(&tcp->packets, struct tcp_packet, link);
		done = last->room >= piece->tot_len;
		if (done) {
			pbuf_copy_partial(piece, (uint8_t *)last->buffers->payload + last->size, piece->tot_len, 0);
			last->room -= piece->tot_len;
			atomic_fetch_add(&last->size, piece->tot_len);
			atomic_fetch_add(&tcp->received, piece->tot_len);
		}
	}
	spin_unlock(&tcp->lock);
	if (done)
		pbuf_free(piece);
	return done;
}

/** A packet of these buffers, which it takes over; small ones that nobody waits for go into one with room. */
static struct tcp_packet *packet_new(struct tcp_socket *tcp, struct pbuf **buffers)
{
	struct tcp_packet *packet = heap_alloc(sizeof(*packet));
	uint16_t size = (*buffers)->tot_len;

	if (!packet)
		return NULL;
	*packet = (struct tcp_packet){.buffers = *buffers, .size = size};
	struct pbuf *gathered = size <= PIECE_MOST && tcp->received ? pbuf_alloc(PBUF_RAW, GATHERED, PBUF_RAM) : NULL;
	if (gathered) {
		pbuf_copy_partial(*buffers, gathered->payload, size, 0);
		pbuf_free(*buffers);
		packet->buffers = gathered;
		packet->room = GATHERED - size;
	}
	return packet;
}

err_t tcp_socket_on_received(void *socket, struct tcp_pcb *pcb, struct pbuf *buffers, err_t error)
{
	struct tcp_socket *tcp = socket;

	if (buffers && tcp->orphan) { /* nobody will read it: RFC 1122, 4.2.2.13 */
		pbuf_free(buffers);
		tcp_abort(pcb);
		return ERR_ABRT;
	}
	if (!buffers) {
		tcp->ended = true;
		waitq_wake_all(&tcp->inet.changed, EPOLLIN | EPOLLRDNORM | EPOLLRDHUP);
		return ERR_OK;
	}
	if (!gather(tcp, buffers)) {
		struct tcp_packet *packet = packet_new(tcp, &buffers);
		if (!packet)
			return ERR_MEM; /* lwIP keeps the buffers and asks again */
		spin_lock(&tcp->lock);
		list_append(&tcp->packets, &packet->link);
		atomic_fetch_add(&tcp->received, packet->size); /* a reader who finds the packet finds it counted */
		spin_unlock(&tcp->lock);
	}
	waitq_wake_all(&tcp->inet.changed, EPOLLIN | EPOLLRDNORM);
	return ERR_OK;
}

static struct tcp_packet *first_packet(struct tcp_socket *tcp)
{
	spin_lock(&tcp->lock);
	struct tcp_packet *packet =
		list_empty(&tcp->packets) ? NULL : list_first(&tcp->packets, struct tcp_packet, link);
	spin_unlock(&tcp->lock);
	return packet;
}

/** Unless bytes were added to it after the `taken` ones. */
static void drop_packet(struct tcp_socket *tcp, struct tcp_packet *packet, uint32_t taken)
{
	spin_lock(&tcp->lock);
	bool done = packet->size == taken;
	if (done)
		list_remove(&packet->link);
	spin_unlock(&tcp->lock);
	if (!done)
		return;
	pbuf_free(packet->buffers);
	heap_free(packet);
	tcp->packet_offset = 0;
}

void tcp_socket_free_packets(struct tcp_socket *tcp)
{
	struct tcp_packet *packet;

	while ((packet = first_packet(tcp)))
		drop_packet(tcp, packet, packet->size);
}

/** Copy of a chain of buffers from `offset` on; 0 or -EFAULT. */
static int give_buffers(
	struct socket_buffers *to, const struct pbuf *buffer, uint32_t offset, size_t size, bool discard)
{
	int error = 0;

	for (; buffer && size && !error; buffer = buffer->next) {
		uint32_t length = buffer->len;
		if (offset >= length) {
			offset -= length;
			continue;
		}
		size_t part = min((size_t)(length - offset), size);
		if (!discard)
			error = socket_buffers_give(to, (uint8_t *)buffer->payload + offset, part);
		offset = 0;
		size -= part;
	}
	return error;
}

/** Up to `size` bytes of what is there. How many, or errno. Under `reading`. */
static ssize64_t take(struct tcp_socket *tcp, struct socket_message *message, size_t size)
{
	bool discard = message->flags & MSG_TRUNC;
	struct tcp_packet *packet;
	ssize64_t taken = 0;

	while ((size_t)taken < size && (packet = first_packet(tcp))) {
		size_t part = min((size_t)packet->size - tcp->packet_offset, size - (size_t)taken);
		if (give_buffers(&message->data, packet->buffers, tcp->packet_offset, part, discard))
			return taken ? taken : -EFAULT;
		taken += (ssize64_t)part;
		tcp->packet_offset += (uint32_t)part;
		atomic_fetch_sub(&tcp->received, part);
		if (tcp->packet_offset == packet->size)
			drop_packet(tcp, packet, tcp->packet_offset);
	}
	return taken;
}

/** The same for what is behind `skip` bytes, and leave all as it is. */
static ssize64_t peek(struct tcp_socket *tcp, struct socket_message *message, size_t skip, size_t size)
{
	size_t offset = tcp->packet_offset + skip, seen = 0;
	struct tcp_packet *packet;

	size = min(size, (size_t)tcp->received - skip); /* readers keep out; lwIP appends only */
	list_for_each (packet, &tcp->packets, link) {
		size_t length = packet->size;
		if (offset >= length) {
			offset -= length;
			continue;
		}
		size_t part = min(length - offset, size - seen);
		if (!part)
			break;
		if (give_buffers(&message->data, packet->buffers, (uint32_t)offset, part, message->flags & MSG_TRUNC))
			return seen ? (ssize64_t)seen : -EFAULT;
		seen += part;
		offset = 0;
	}
	return (ssize64_t)seen;
}

static void give_window(struct tcp_socket *tcp, uint32_t size)
{
	tcp->window_owed += size;
	if (tcp->window_owed < tcp->window_step)
		return;
	net_lock();
	for (; tcp->pcb && tcp->window_owed; tcp->window_owed -= min(tcp->window_owed, 0xffffu))
		tcp_recved(tcp->pcb, (u16_t)min(tcp->window_owed, 0xffffu));
	tcp->window_owed = 0;
	net_unlock();
}

/** Is there something behind `seen` bytes, or will there be nothing more? */
static bool is_readable(struct tcp_socket *tcp, size_t seen)
{
	return tcp->received > seen || tcp->ended || tcp->no_receive || tcp->inet.socket.error ||
	       (tcp->phase != TCP_CONNECTED && tcp->phase != TCP_CONNECTING);
}

/** Nothing is there: 1 for the end, an error, or 0 after waiting. `reading` is let go meanwhile. */
static int wait_for_bytes(struct tcp_socket *tcp, size_t seen, uint64_t deadline)
{
	int error = tcp_socket_take_error(tcp);

	if (error)
		return error;
	if (tcp->phase == TCP_FRESH || tcp->phase == TCP_LISTENING)
		return -ENOTCONN;
	if (tcp->ended || tcp->no_receive)
		return tcp->received > seen ? 0 : 1;
	if (!deadline)
		return -EAGAIN;
	mutex_unlock(&tcp->reading);
	error = wait_event_until(&tcp->inet.changed, is_readable(tcp, seen), deadline);
	mutex_lock(&tcp->reading);
	return error;
}

ssize64_t tcp_socket_receive(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct tcp_socket *tcp = tcp_of(socket);
	size_t wanted = message->data.left, got = 0;
	bool peeks = message->flags & MSG_PEEK;
	ssize64_t result = 0;

	mutex_lock(&tcp->reading);
	while (got < wanted || !wanted) {
		size_t seen = peeks ? got : 0;
		if (tcp->received > seen) {
			result = peeks ? peek(tcp, message, got, wanted - got) : take(tcp, message, wanted - got);
			if (result > 0 && !peeks)
				give_window(tcp, (uint32_t)result);
			got += result > 0 ? (size_t)result : 0;
			if (result <= 0 || !(message->flags & MSG_WAITALL))
				break;
			continue;
		}
		result = wait_for_bytes(tcp, seen, deadline);
		if (result)
			break;
	}
	mutex_unlock(&tcp->reading);
	if (got)
		return (ssize64_t)got;
	return result < 0 ? result : 0;
}
