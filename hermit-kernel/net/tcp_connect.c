/* SPDX-License-Identifier: BSD-3-Clause */
/* How TCP sockets get their ends: bind, connect, listen, accept. */
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "lwip/priv/tcp_priv.h"
#include "net/offload.h"
#include "net/stack.h"
#include "net/tcp.h"

/** Under net_lock; not tied to the socket yet. */
static int need_pcb(struct tcp_socket *tcp)
{
	if (!tcp->pcb)
		tcp->pcb = tcp_new_ip_type(inet_address_type(&tcp->inet));
	return tcp->pcb ? 0 : -ENOMEM;
}

static bool option(const struct tcp_socket *tcp, int name)
{
	return tcp->inet.socket.options >> name & 1;
}

static bool clashes(const struct tcp_socket *tcp, const struct tcp_pcb *other, const struct inet_end *end, bool listens)
{
	return other != tcp->pcb && other->local_port == end->port &&
	       inet_addresses_meet(&other->local_ip, &end->address) &&
	       !inet_may_share(&tcp->inet.socket, other->so_options, listens);
}

static bool is_taken(const struct tcp_socket *tcp, const struct inet_end *end)
{
	for (unsigned i = 0; i < NUM_TCP_PCB_LISTS; i++) {
		bool time_wait = tcp_pcb_lists[i] == &tcp_tw_pcbs;
		if (time_wait && option(tcp, SO_REUSEADDR))
			continue;
		bool listens = tcp_pcb_lists[i] == &tcp_listen_pcbs.pcbs;
		for (const struct tcp_pcb *other = *tcp_pcb_lists[i]; other; other = other->next)
			if (clashes(tcp, other, end, listens))
				return true;
	}
	return false;
}

/** Under net_lock. */
static int bind_pcb(struct tcp_socket *tcp, const struct inet_end *end)
{
	int error = need_pcb(tcp);

	if (error)
		return error;
	if (end->port && is_taken(tcp, end))
		return -EADDRINUSE;
	tcp_socket_apply_options(tcp);
	error = inet_error(tcp_bind(tcp->pcb, &end->address, end->port));
	return error == -ENOBUFS ? -EADDRINUSE : error;
}

static void remember_ends(struct tcp_socket *tcp)
{
	ip_addr_copy(tcp->inet.local.address, tcp->pcb->local_ip);
	ip_addr_copy(tcp->inet.remote.address, tcp->pcb->remote_ip);
	tcp->inet.local.port = tcp->pcb->local_port;
	tcp->inet.remote.port = tcp->pcb->state == LISTEN ? 0 : tcp->pcb->remote_port;
}

int tcp_socket_bind(struct socket *socket, const struct socket_address *address)
{
	struct tcp_socket *tcp = tcp_of(socket);
	struct inet_end end;
	int error = inet_address_take(&tcp->inet, address, &end);

	if (error)
		return error;
	if (ip_addr_isany(&end.address)) /* of both versions, where the socket carries both */
		IP_SET_TYPE(&end.address, inet_address_type(&tcp->inet));
	net_lock();
	if (tcp->inet.bound || tcp->phase != TCP_FRESH)
		error = -EINVAL;
	if (!error)
		error = inet_address_is_local(&end.address);
	if (!error)
		error = bind_pcb(tcp, &end);
	if (!error) {
		tcp->inet.bound = true;
		tcp->inet.local = (struct inet_end){.address = end.address, .port = tcp->pcb->local_port};
	}
	net_unlock();
	return error;
}

/* Connecting */

/** Both ends have agreed on their options. The window is at most 64 KiB where the peer does not scale windows. */
static void established(struct tcp_socket *tcp, struct tcp_pcb *pcb)
{
	remember_ends(tcp);
	net_offload_connection(pcb);
	tcp->window_step = min((uint32_t)TCP_WND / 8, (uint32_t)TCP_WND_MAX(pcb) / 4);
	tcp->phase = TCP_CONNECTED;
}

static err_t on_connected(void *socket, struct tcp_pcb *pcb, err_t unused)
{
	struct tcp_socket *tcp = socket;

	established(tcp, pcb);
	waitq_wake_all(&tcp->inet.changed, EPOLLOUT | EPOLLWRNORM);
	return ERR_OK;
}

/** SO_RCVBUF counts overhead too: half of it are bytes (tcp(7), tcp_adv_win_scale). */
static void limit_window(const struct socket *socket, struct tcp_pcb *pcb)
{
	if (socket->receive_bounded)
		tcp_limit_wnd(pcb, min(socket->receive_size / 2, (uint32_t)TCP_WND));
}

/** As on Linux, "any" means this machine. */
static void aim(struct inet_end *end)
{
	if (ip_addr_isany(&end->address))
		ip_addr_set_loopback(IP_IS_V6_VAL(end->address), &end->address);
}

/** The first attempt, or one after another failed. Under net_lock. */
static int start_connecting(struct tcp_socket *tcp, struct inet_end *end)
{
	struct inet_socket *inet = &tcp->inet;
	int error = tcp->pcb ? 0 : need_pcb(tcp);

	if (!error && inet->bound && !tcp->pcb->local_port)
		error = bind_pcb(tcp, &inet->local);
	if (error)
		return error;
	limit_window(&inet->socket, tcp->pcb);
	tcp_socket_attach(tcp, tcp->pcb);
	tcp->phase = TCP_CONNECTING;
	tcp->ended = tcp->no_send = tcp->no_receive = false;
	aim(end);
	error = inet_error(tcp_connect(tcp->pcb, &end->address, end->port, on_connected));
	if (error) {
		tcp_close(tcp->pcb);
		tcp->phase = TCP_FRESH;
		tcp->ended = false;
		return error == -ENOBUFS ? -EADDRNOTAVAIL : error;
	}
	remember_ends(tcp);
	net_timers_tcp_active();
	return 0;
}

static int check_phase(const struct tcp_socket *tcp)
{
	switch (tcp->phase) {
	case TCP_CONNECTING:
		return -EALREADY;
	case TCP_CONNECTED:
	case TCP_LISTENING:
		return -EISCONN;
	default:
		return 0;
	}
}

/** The attempt is over: 0, or why it failed; the socket may try again. */
static int connect_result(struct tcp_socket *tcp)
{
	tcp->in_progress = false;
	if (tcp->phase == TCP_CONNECTED)
		return 0;
	int error = tcp_socket_take_error(tcp);
	net_lock();
	if (tcp->phase == TCP_DEAD) {
		tcp->phase = TCP_FRESH;
		tcp->ended = false;
	}
	net_unlock();
	return error ? error : -ECONNABORTED;
}

static int disconnect(struct tcp_socket *tcp)
{
	net_lock();
	if (tcp->pcb && (tcp->phase == TCP_CONNECTED || tcp->phase == TCP_CONNECTING))
		tcp_abort(tcp->pcb);
	tcp->phase = TCP_FRESH;
	tcp->ended = false;
	tcp->inet.socket.error = 0;
	net_unlock();
	mutex_lock(&tcp->reading);
	tcp_socket_free_packets(tcp);
	tcp->received = 0;
	tcp->window_owed = 0;
	mutex_unlock(&tcp->reading);
	return 0;
}

/** Who does not wait is told so even where the connection is there at once, as on loopback: programs rely on that. */
static int begin(struct tcp_socket *tcp, struct inet_end *end, uint64_t deadline)
{
	int error = start_connecting(tcp, end);

	if (!error && !deadline) {
		tcp->in_progress = true;
		error = -EINPROGRESS;
	}
	return error;
}

int tcp_socket_connect(struct socket *socket, const struct socket_address *address, uint64_t deadline)
{
	struct tcp_socket *tcp = tcp_of(socket);
	struct inet_end end;

	if (address->storage.ss_family == AF_UNSPEC)
		return disconnect(tcp);
	int error = inet_address_take(&tcp->inet, address, &end);
	if (error)
		return error;
	if (tcp->phase == TCP_DEAD) /* an attempt that failed without anybody asking */
		return connect_result(tcp);
	net_lock();
	error = check_phase(tcp);
	if (error == -EISCONN && tcp->in_progress) {
		tcp->in_progress = false; /* the result of the call before */
		error = 0;
	} else if (!error) {
		error = begin(tcp, &end, deadline);
	}
	net_unlock();
	if (error && (error != -EALREADY || !deadline))
		return error;
	error = wait_event_until(&tcp->inet.changed, tcp->phase != TCP_CONNECTING, deadline);
	return error ? error : connect_result(tcp);
}

/* Listening */

/** An accepted socket has its listener's options. */
static void inherit(struct tcp_socket *tcp, struct tcp_socket *listener)
{
	struct inet_socket *to = &tcp->inet, *from = &listener->inet;

	to->socket.options = from->socket.options;
	to->socket.linger = from->socket.linger;
	to->socket.send_size = (uint32_t)from->socket.send_size;
	to->socket.receive_size = (uint32_t)from->socket.receive_size;
	to->socket.send_timeout = (uint64_t)from->socket.send_timeout;
	to->socket.receive_timeout = (uint64_t)from->socket.receive_timeout;
	to->v6only = from->v6only;
	to->tos = from->tos;
	to->ttl = from->ttl;
	tcp->no_delay = listener->no_delay;
	tcp->keep_idle = listener->keep_idle;
	tcp->keep_interval = listener->keep_interval;
	tcp->keep_count = listener->keep_count;
}

/**
 * Listeners that share a port get connections in turn: lwIP gave this one to the first of its list. (Of those that are
 * bound to no address it takes the last, and makes it the first.)
 */
static void take_turns(void)
{
	struct tcp_pcb_listen **end = &tcp_listen_pcbs.listen_pcbs, *first = *end;

	if (ip_addr_isany(&first->local_ip))
		return;
	*end = first->next;
	while (*end)
		end = &(*end)->next;
	*end = first;
	first->next = NULL;
}

/** lwIP: a SYN came. An error drops it, and the peer tries again. */
static err_t on_syn(u8_t id, struct tcp_pcb_listen *listening, struct tcp_pcb *pcb)
{
	struct tcp_socket *listener = listening->callback_arg;
	unsigned most = listener->backlog + 1; /* as on Linux */

	/* lwIP counts those that are not established yet, and this one; we, those that are dead already */
	if (listening->accepts_pending > most || listener->pending_count >= most) {
		listener->overflowed = true;
		return ERR_MEM;
	}
	limit_window(&listener->inet.socket, pcb);
	if (option(listener, SO_REUSEPORT))
		take_turns();
	return ERR_OK;
}

/** lwIP: a connection is established; `error`: it could not be, for want of memory. */
static err_t on_accept(void *socket, struct tcp_pcb *pcb, err_t error)
{
	struct tcp_socket *listener = socket, *tcp;

	if (error || !pcb || !(tcp = tcp_socket_new(listener->inet.socket.family))) {
		if (pcb)
			tcp_abort(pcb);
		return pcb ? ERR_ABRT : ERR_OK;
	}
	inherit(tcp, listener);
	tcp->inet.bound = true;
	tcp_socket_attach(tcp, pcb);
	established(tcp, pcb);
	tcp_backlog_delayed(pcb);
	spin_lock(&listener->lock);
	list_append(&listener->pending, &tcp->pending_link);
	spin_unlock(&listener->lock);
	listener->pending_count++;
	waitq_wake_all(&listener->inet.changed, EPOLLIN | EPOLLRDNORM);
	return ERR_OK;
}

/** The port is ours; but another may have begun to listen there (SO_REUSEADDR). Under net_lock. */
static int start_listening(struct tcp_socket *tcp)
{
	static const struct tcp_ext_arg_callbacks callbacks = {.passive_open = on_syn};
	const struct inet_end end = {.address = tcp->pcb->local_ip, .port = tcp->pcb->local_port};
	err_t result;

	for (const struct tcp_pcb *other = tcp_listen_pcbs.pcbs; other; other = other->next)
		if (clashes(tcp, other, &end, true))
			return -EADDRINUSE;
	ip_reset_option(tcp->pcb, SOF_REUSEADDR); /* what lwIP would check was checked */
	struct tcp_pcb *pcb = tcp_listen_with_backlog_and_err(tcp->pcb, UINT16_MAX, &result);
	if (!pcb)
		return inet_error(result);
	tcp->pcb = pcb;
	tcp_arg(pcb, tcp);
	tcp_accept(pcb, on_accept);
	tcp_ext_arg_set_callbacks(pcb, 0, &callbacks);
	tcp_socket_apply_options(tcp);
	tcp->inet.local.port = pcb->local_port;
	tcp->no_receive = false;
	tcp->inet.socket.listening = true;
	tcp->phase = TCP_LISTENING;
	return 0;
}

int tcp_socket_listen(struct socket *socket, unsigned backlog)
{
	struct tcp_socket *tcp = tcp_of(socket);
	struct inet_end any = {.port = 0};
	int error = 0;

	ip_addr_set_any(false, &any.address);
	IP_SET_TYPE(&any.address, inet_address_type(&tcp->inet));
	net_lock();
	tcp->backlog = min(max(backlog, 1u), SOCKET_BACKLOG_MAX);
	if (tcp->phase != TCP_FRESH && tcp->phase != TCP_LISTENING)
		error = -EINVAL;
	else if (tcp->phase == TCP_FRESH && (!tcp->pcb || !tcp->pcb->local_port))
		error = bind_pcb(tcp, tcp->inet.bound ? &tcp->inet.local : &any);
	if (!error && tcp->phase == TCP_FRESH)
		error = start_listening(tcp);
	net_unlock();
	return error;
}

static struct tcp_socket *take_pending(struct tcp_socket *listener)
{
	struct tcp_socket *tcp = NULL;

	spin_lock(&listener->lock);
	if (!list_empty(&listener->pending)) {
		tcp = list_first(&listener->pending, struct tcp_socket, pending_link);
		list_remove(&tcp->pending_link);
		listener->pending_count--;
	}
	spin_unlock(&listener->lock);
	return tcp;
}

void tcp_socket_drop_pending(struct tcp_socket *listener)
{
	struct tcp_socket *tcp;

	while ((tcp = take_pending(listener))) {
		if (tcp->pcb)
			tcp_abort(tcp->pcb);
		tcp_socket_put(tcp);
	}
}

/**
 * The backlog was full and is not any more: of the clients on this isle itself, the one that waits longest need not
 * wait for its next attempt. Under net_lock.
 */
static void let_in(struct tcp_socket *listener)
{
	struct tcp_pcb *waiting = NULL;

	for (struct tcp_pcb *pcb = tcp_active_pcbs; pcb; pcb = pcb->next)
		if (pcb->state == SYN_SENT && pcb->remote_port == listener->inet.local.port &&
			!inet_address_is_local(&pcb->remote_ip))
			waiting = pcb;
	listener->overflowed = waiting;
	if (!waiting || tcp_rexmit(waiting) != ERR_OK)
		return;
	waiting->nrtx--; /* it counts as none of its attempts */
	tcp_output(waiting);
}

int tcp_socket_accept(struct socket *socket, struct socket **accepted, uint64_t deadline)
{
	struct tcp_socket *listener = tcp_of(socket), *tcp;

	while (!(tcp = take_pending(listener))) {
		if (listener->phase != TCP_LISTENING)
			return -EINVAL;
		if (!deadline)
			return -EAGAIN;
		int error = wait_event_until(
			&listener->inet.changed, listener->pending_count || listener->phase != TCP_LISTENING, deadline);
		if (error)
			return error;
	}
	net_lock();
	if (tcp->pcb)
		tcp_backlog_accepted(tcp->pcb);
	if (listener->overflowed)
		let_in(listener);
	net_unlock();
	*accepted = &tcp->inet.socket;
	return 0;
}
