/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From write(2) to lwIP's segments. A chunk's bytes are referred to by segments (tcp_write without a copy), so it is
 * freed when lwIP has none any more that begins before its end; an acknowledgement of a part of a segment is not
 * enough.
 */
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "lib/string.h"
#include "lwip/priv/tcp_priv.h"
#include "mm/heap.h"
#include "net/stack.h"
#include "net/tcp.h"
#include "time/clock.h"

#define CHUNK_LEAST  2048u
#define CHUNK_MOST   65536u
#define CORK_MOST_NS (200 * NS_PER_MSEC) /* tcp(7) */

static uint64_t room_of(struct tcp_socket *tcp)
{
	uint64_t sending = tcp->sending, size = tcp->inet.socket.send_size;

	return sending < size ? size - sending : 0;
}

/** As on Linux, poll(2) tells of room when a third of the buffer is free. */
bool tcp_socket_has_room(struct tcp_socket *tcp)
{
	return room_of(tcp) >= tcp->inet.socket.send_size / 3;
}

void tcp_socket_free_chunks(struct tcp_socket *tcp)
{
	struct list chunks = LIST_INIT(chunks);

	spin_lock(&tcp->lock);
	list_splice(&chunks, &tcp->chunks);
	tcp->sending = 0;
	if (tcp->open) { /* its writer goes on with it, and finds the connection gone */
		list_remove(&tcp->open->link);
		list_append(&tcp->chunks, &tcp->open->link);
	}
	spin_unlock(&tcp->lock);
	while (!list_empty(&chunks)) {
		struct tcp_chunk *chunk = list_first(&chunks, struct tcp_chunk, link);
		list_remove(&chunk->link);
		heap_free(chunk);
	}
}

/** Of the oldest byte that lwIP may still send. */
static uint32_t oldest_sequence(const struct tcp_pcb *pcb)
{
	const struct tcp_seg *first = pcb->unacked, *second = pcb->unsent;
	uint32_t oldest = pcb->snd_lbb;

	if (second && TCP_SEQ_LT(lwip_ntohl(second->tcphdr->seqno), oldest))
		oldest = lwip_ntohl(second->tcphdr->seqno);
	if (first && TCP_SEQ_LT(lwip_ntohl(first->tcphdr->seqno), oldest))
		oldest = lwip_ntohl(first->tcphdr->seqno);
	return oldest;
}

static struct tcp_chunk *take_done(struct tcp_socket *tcp, uint32_t oldest)
{
	struct tcp_chunk *chunk = NULL;

	spin_lock(&tcp->lock);
	if (!list_empty(&tcp->chunks)) {
		chunk = list_first(&tcp->chunks, struct tcp_chunk, link);
		bool handed = chunk != tcp->open && chunk->handed == chunk->filled;
		if (handed && TCP_SEQ_LEQ(chunk->end_seq, oldest))
			list_remove(&chunk->link);
		else
			chunk = NULL;
	}
	spin_unlock(&tcp->lock);
	return chunk;
}

err_t tcp_socket_on_sent(void *socket, struct tcp_pcb *pcb, u16_t size)
{
	struct tcp_socket *tcp = socket;
	struct tcp_chunk *chunk;
	uint32_t oldest = oldest_sequence(pcb);

	tcp_socket_ref(tcp); /* the control block may go, and with it the last reference */
	atomic_fetch_sub(&tcp->sending, min((uint64_t)size, tcp->sending));
	while ((chunk = take_done(tcp, oldest)))
		heap_free(chunk);
	tcp_socket_push(tcp);
	if (tcp_socket_has_room(tcp) || !tcp->sending)
		waitq_wake_all(&tcp->inet.changed, EPOLLOUT | EPOLLWRNORM);
	tcp_socket_put(tcp);
	return ERR_OK;
}

/** At most `budget` bytes, which it lowers. 0 or lwIP's error; ERR_MEM: later. */
static err_t hand_over(struct tcp_socket *tcp, struct tcp_chunk *chunk, uint64_t *budget)
{
	while (chunk->handed < chunk->filled && *budget) {
		uint32_t size = min(chunk->filled - chunk->handed, (uint32_t)tcp_sndbuf(tcp->pcb));
		size = (uint32_t)min(min(size, 0xffffu), *budget);
		if (!size)
			return ERR_MEM;
		err_t error = tcp_write(
			tcp->pcb, chunk->data + chunk->handed, (u16_t)size, tcp->cork ? TCP_WRITE_FLAG_MORE : 0);
		if (error)
			return error;
		chunk->handed += size;
		chunk->end_seq = tcp->pcb->snd_lbb;
		*budget -= size;
	}
	return ERR_OK;
}

/** How many bytes may go. TCP_CORK keeps those that fill no segment, for a time. */
static uint64_t budget_of(struct tcp_socket *tcp)
{
	uint64_t ready = 0, now = clock_monotonic_ns();
	struct tcp_chunk *chunk;

	list_for_each (chunk, &tcp->chunks, link)
		ready += chunk->filled - chunk->handed;
	uint64_t kept = tcp->cork && !tcp->no_send ? ready % tcp->pcb->mss : 0;
	if (!kept)
		tcp->cork_until_ns = 0;
	else if (!tcp->cork_until_ns || kept < ready)
		tcp->cork_until_ns = now + CORK_MOST_NS;
	if (kept && now >= tcp->cork_until_ns)
		kept = tcp->cork_until_ns = 0;
	return ready - kept;
}

/** The end, once all bytes before it are lwIP's. */
static void finish(struct tcp_socket *tcp)
{
	if (!tcp->orphan)
		tcp_shutdown(tcp->pcb, 0, 1);
	else
		tcp_close(tcp->pcb);
}

void tcp_socket_push(struct tcp_socket *tcp)
{
	struct tcp_chunk *chunk;
	err_t error = ERR_OK;

	if (!tcp->pcb || tcp->phase != TCP_CONNECTED)
		return;
	uint64_t budget = budget_of(tcp);
	/* only lwIP's callbacks and this function take chunks away, all under net_lock */
	list_for_each (chunk, &tcp->chunks, link)
		if ((error = hand_over(tcp, chunk, &budget)))
			break;
	if (error == ERR_OK && tcp->no_send)
		finish(tcp);
	if (tcp->pcb)
		tcp_output(tcp->pcb);
	net_timers_tcp_active();
}

/* Writing: under `writing`, without net_lock */

static struct tcp_chunk *new_chunk(size_t wanted)
{
	uint32_t size = (uint32_t)min(max(wanted, (size_t)CHUNK_LEAST), (size_t)CHUNK_MOST);
	struct tcp_chunk *chunk = heap_alloc(sizeof(*chunk) + size);

	if (chunk) {
		memset(chunk, 0, sizeof(*chunk));
		chunk->size = size;
	}
	return chunk;
}

/** The last chunk where it has room, else a new one; it stays until close_chunk. NULL: memory. */
static struct tcp_chunk *open_chunk(struct tcp_socket *tcp, size_t wanted)
{
	struct tcp_chunk *chunk = NULL;

	spin_lock(&tcp->lock);
	if (!list_empty(&tcp->chunks)) {
		struct tcp_chunk *last = list_last(&tcp->chunks, struct tcp_chunk, link);
		if (last->filled < last->size)
			tcp->open = chunk = last;
	}
	spin_unlock(&tcp->lock);
	if (chunk || !(chunk = new_chunk(wanted)))
		return chunk;
	spin_lock(&tcp->lock);
	tcp->open = chunk;
	list_append(&tcp->chunks, &chunk->link);
	spin_unlock(&tcp->lock);
	return chunk;
}

static void close_chunk(struct tcp_socket *tcp, struct tcp_chunk *chunk, size_t size)
{
	atomic_fetch_add(&tcp->sending, size);
	spin_lock(&tcp->lock);
	chunk->filled += (uint32_t)size;
	tcp->open = NULL;
	spin_unlock(&tcp->lock);
}

/** Take bytes into a chunk. How many, or errno. */
static ssize64_t take_bytes(struct tcp_socket *tcp, struct socket_buffers *data, size_t size)
{
	struct tcp_chunk *chunk = open_chunk(tcp, size);

	if (!chunk)
		return -ENOMEM;
	size = min(size, (size_t)(chunk->size - chunk->filled));
	int error = socket_buffers_take(data, chunk->data + chunk->filled, size);
	close_chunk(tcp, chunk, error ? 0 : size);
	return error ? error : (ssize64_t)size;
}

/** 0, or why nothing can be sent. */
static int send_state(struct tcp_socket *tcp)
{
	int error = tcp_socket_take_error(tcp);

	if (error)
		return error;
	if (tcp->no_send || tcp->phase == TCP_DEAD || tcp->phase == TCP_FRESH || tcp->phase == TCP_LISTENING)
		return -EPIPE;
	return 0;
}

static bool may_go_on(struct tcp_socket *tcp)
{
	if (tcp->phase == TCP_CONNECTING)
		return false;
	return tcp_socket_has_room(tcp) || tcp->no_send || tcp->phase != TCP_CONNECTED || tcp->inet.socket.error;
}

/** Room for some bytes; 0 or errno. `writing` is let go meanwhile. */
static int wait_for_room(struct tcp_socket *tcp, uint64_t deadline)
{
	int error = 0;

	while (!error && (tcp->phase == TCP_CONNECTING || !room_of(tcp)) && !(error = send_state(tcp))) {
		if (!deadline)
			return -EAGAIN;
		mutex_unlock(&tcp->writing);
		error = wait_event_until(&tcp->inet.changed, may_go_on(tcp), deadline);
		mutex_lock(&tcp->writing);
	}
	return error ? error : send_state(tcp);
}

/**
 * As many bytes as there is room for. It may be exceeded by a little, so that the end of a message does not wait for
 * its own room, while others write in between. How many, or errno.
 */
static ssize64_t take_and_push(struct tcp_socket *tcp, struct socket_buffers *data)
{
	size_t budget = min(max((size_t)room_of(tcp), (size_t)CHUNK_LEAST), data->left);
	ssize64_t taken = 0, result = 0;

	do {
		result = take_bytes(tcp, data, budget - (size_t)taken);
		taken += max(result, (ssize64_t)0);
	} while (result > 0 && (size_t)taken < budget);
	if (!taken)
		return result;
	net_lock();
	tcp_socket_push(tcp);
	net_unlock();
	return taken;
}

ssize64_t tcp_socket_send(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct tcp_socket *tcp = tcp_of(socket);
	ssize64_t sent = 0, result = 0;

	mutex_lock(&tcp->writing);
	do {
		result = wait_for_room(tcp, deadline);
		if (result < 0)
			break;
		result = take_and_push(tcp, &message->data);
		if (result < 0)
			break;
		sent += result;
	} while (message->data.left);
	mutex_unlock(&tcp->writing);
	return sent ? sent : result;
}
