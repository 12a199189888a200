/* SPDX-License-Identifier: BSD-3-Clause */
/* A TCP socket's life: made, closed, gone. */
#include "net/tcp.h"

#include <asm/ioctls.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/in.h>
#include <linux/sockios.h>
#include "lwip/priv/tcp_priv.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/stack.h"
#include "time/clock.h"

static const struct socket_ops tcp_ops;

struct tcp_socket *tcp_socket_new(int family)
{
	struct tcp_socket *tcp = heap_zalloc(sizeof(*tcp));

	if (!tcp)
		return NULL;
	inet_init(&tcp->inet, &tcp_ops, family, SOCK_STREAM, IPPROTO_TCP);
	spin_init(&tcp->lock);
	mutex_init(&tcp->reading);
	mutex_init(&tcp->writing);
	list_init(&tcp->packets);
	list_init(&tcp->chunks);
	list_init(&tcp->pending);
	list_init(&tcp->pending_link);
	return tcp;
}

int tcp_socket_create(int family, struct socket **made)
{
	struct tcp_socket *tcp = tcp_socket_new(family);

	*made = tcp ? &tcp->inet.socket : NULL;
	return tcp ? 0 : -ENOMEM;
}

void tcp_socket_put(struct tcp_socket *tcp)
{
	if (atomic_fetch_sub(&tcp->inet.refs, 1) != 1)
		return;
	tcp_socket_free_packets(tcp);
	tcp_socket_free_chunks(tcp);
	heap_free(tcp);
}

int tcp_socket_take_error(struct tcp_socket *tcp)
{
	return -atomic_exchange(&tcp->inet.socket.error, 0);
}

/* The control block */

static void wake_all(struct tcp_socket *tcp)
{
	waitq_wake_all(&tcp->inet.changed, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP | EPOLLERR);
}

static int error_of(const struct tcp_socket *tcp, err_t error)
{
	if (error != ERR_RST)
		return -inet_error(error);
	if (tcp->phase == TCP_CONNECTING)
		return ECONNREFUSED;
	return tcp->ended ? EPIPE : ECONNRESET;
}

/** lwIP: the connection is dead; its control block goes right after. */
static void on_error(void *socket, err_t error)
{
	struct tcp_socket *tcp = socket;
	int none = 0;

	if (error != ERR_CLSD) /* that is the regular end of both sides */
		atomic_compare_exchange_strong(&tcp->inet.socket.error, &none, error_of(tcp, error));
}

void tcp_socket_queues(void *socket, struct inet_queues *queues)
{
	struct tcp_socket *tcp = socket;

	queues->sending = tcp->sending;
	queues->received = tcp->phase == TCP_LISTENING ? tcp->pending_count : tcp->received;
}

void tcp_socket_failed(void *socket, int error)
{
	struct tcp_socket *tcp = socket;

	tcp->inet.socket.error = error;
	tcp_abandon(tcp->pcb, 0); /* nobody is there for a reset: RFC 9293, 3.10.5 */
}

/** lwIP: the control block is gone, whatever the reason. */
static void on_destroyed(u8_t id, void *socket)
{
	struct tcp_socket *tcp = socket;

	tcp->pcb = NULL;
	tcp->phase = TCP_DEAD;
	tcp->ended = true;
	tcp_socket_free_chunks(tcp);
	wake_all(tcp);
	tcp_socket_put(tcp);
}

/** lwIP, now and then: memory may be there again that was not. */
static err_t on_poll(void *socket, struct tcp_pcb *pcb)
{
	tcp_socket_ref(socket); /* the control block may go, and with it the last reference */
	tcp_socket_push(socket);
	tcp_socket_put(socket);
	return ERR_OK;
}

void tcp_socket_attach(struct tcp_socket *tcp, struct tcp_pcb *pcb)
{
	static const struct tcp_ext_arg_callbacks callbacks = {.destroy = on_destroyed};

	tcp_socket_ref(tcp);
	tcp->pcb = pcb;
	tcp_ext_arg_set_callbacks(pcb, 0, &callbacks);
	tcp_ext_arg_set(pcb, 0, tcp);
	tcp_arg(pcb, tcp);
	tcp_err(pcb, on_error);
	tcp_recv(pcb, tcp_socket_on_received);
	tcp_sent(pcb, tcp_socket_on_sent);
	tcp_poll(pcb, on_poll, 1);
	tcp_socket_apply_options(tcp);
}

/* Ending */

/** What was read counts as read, so that the end is no reset (RFC 1122, 4.2.2.13, wants one where data is left). */
static void settle_window(struct tcp_socket *tcp)
{
	if (tcp->pcb && tcp->received == 0)
		for (uint32_t owed = tcp->window_owed; owed; owed -= min(owed, 0xffffu))
			tcp_recved(tcp->pcb, (u16_t)min(owed, 0xffffu));
	tcp->window_owed = 0;
}

static void stop_listening(struct tcp_socket *tcp)
{
	tcp_close(tcp->pcb);
	tcp->pcb = NULL;
	tcp->phase = TCP_FRESH;
	tcp->inet.socket.listening = false;
	tcp_socket_drop_pending(tcp);
}

static void shut(struct tcp_socket *tcp, int how)
{
	tcp->no_receive |= how != SHUT_WR;
	if (how == SHUT_RD || tcp->no_send)
		return;
	tcp->no_send = true;
	tcp_socket_push(tcp); /* the end is behind all bytes */
}

static int tcp_socket_shutdown(struct socket *socket, int how)
{
	struct tcp_socket *tcp = tcp_of(socket);
	int error = 0;

	net_lock();
	if (tcp->phase == TCP_LISTENING && how != SHUT_WR)
		stop_listening(tcp);
	else if (tcp->phase == TCP_CONNECTING)
		tcp_abort(tcp->pcb);
	else if (tcp->phase == TCP_CONNECTED && tcp->pcb)
		shut(tcp, how);
	else if (tcp->phase != TCP_LISTENING)
		error = -ENOTCONN;
	net_unlock();
	wake_all(tcp);
	return error;
}

/** SO_LINGER: wait until all is acknowledged, or reset. */
static void linger(struct tcp_socket *tcp)
{
	const struct linger_option *option = &tcp->inet.socket.linger;

	if (!option->on || !option->seconds || tcp->phase != TCP_CONNECTED)
		return;
	uint64_t deadline = clock_deadline_after((uint64_t)(unsigned)option->seconds * NS_PER_SEC);
	(void)wait_event_until(&tcp->inet.changed, !tcp->sending, deadline);
}

static void close_connection(struct tcp_socket *tcp)
{
	const struct linger_option *option = &tcp->inet.socket.linger;

	tcp->orphan = true;
	if ((option->on && !option->seconds && tcp->phase == TCP_CONNECTED) || tcp->received) {
		tcp_abort(tcp->pcb);
		return;
	}
	settle_window(tcp);
	tcp->no_send = true;
	tcp_socket_push(tcp); /* and closes it, when all bytes are handed over */
}

static void tcp_socket_release(struct socket *socket)
{
	struct tcp_socket *tcp = tcp_of(socket);

	if (tcp->sending)
		linger(tcp);
	net_lock();
	if (tcp->phase == TCP_LISTENING)
		stop_listening(tcp);
	else if (tcp->phase == TCP_CONNECTED && tcp->pcb)
		close_connection(tcp);
	else if (tcp->pcb)
		tcp_close(tcp->pcb);
	net_unlock();
	tcp_socket_put(tcp);
}

/* The rest */

static int tcp_socket_get_name(struct socket *socket, bool peer, struct socket_address *address)
{
	struct tcp_socket *tcp = tcp_of(socket);

	if (peer && tcp->phase != TCP_CONNECTED)
		return -ENOTCONN;
	inet_address_put(&tcp->inet, peer ? &tcp->inet.remote : &tcp->inet.local, address);
	return 0;
}

static uint32_t connected_events(struct tcp_socket *tcp)
{
	bool ended = tcp->ended || tcp->no_receive;
	uint32_t events = tcp->received || ended ? EPOLLIN | EPOLLRDNORM : 0;

	events |= ended ? EPOLLRDHUP : 0;
	events |= (ended && tcp->no_send) || tcp->phase == TCP_DEAD ? EPOLLHUP : 0;
	if (tcp->no_send || tcp->phase == TCP_DEAD || tcp_socket_has_room(tcp))
		events |= EPOLLOUT | EPOLLWRNORM;
	return events;
}

static uint32_t tcp_socket_poll(struct socket *socket, struct file *file, struct poll_table *table)
{
	struct tcp_socket *tcp = tcp_of(socket);
	uint32_t events = 0;

	poll_wait(table, file, &tcp->inet.changed);
	switch (tcp->phase) {
	case TCP_FRESH:
		events = EPOLLOUT | EPOLLWRNORM | EPOLLHUP;
		break;
	case TCP_CONNECTING:
		break;
	case TCP_LISTENING:
		events = tcp->pending_count ? EPOLLIN | EPOLLRDNORM : 0;
		break;
	default:
		events = connected_events(tcp);
	}
	return events | (socket->error ? EPOLLERR : 0);
}

static long tcp_socket_ioctl(struct socket *socket, unsigned request, uint64_t argument)
{
	struct tcp_socket *tcp = tcp_of(socket);
	int bytes;

	switch (request) {
	case FIONREAD:
		if (tcp->phase == TCP_LISTENING)
			return -EINVAL;
		bytes = (int)tcp->received;
		return user_put(argument, &bytes);
	case SIOCOUTQ:
		if (tcp->phase == TCP_LISTENING)
			return -EINVAL;
		bytes = (int)tcp->sending;
		return user_put(argument, &bytes);
	default:
		return -ENOTTY;
	}
}

static const struct socket_ops tcp_ops = {
	.bind = tcp_socket_bind,
	.connect = tcp_socket_connect,
	.listen = tcp_socket_listen,
	.accept = tcp_socket_accept,
	.get_name = tcp_socket_get_name,
	.shutdown = tcp_socket_shutdown,
	.send = tcp_socket_send,
	.receive = tcp_socket_receive,
	.get_option = tcp_socket_get_option,
	.set_option = tcp_socket_set_option,
	.switched = tcp_socket_switched,
	.poll = tcp_socket_poll,
	.ioctl = tcp_socket_ioctl,
	.release = tcp_socket_release,
};
