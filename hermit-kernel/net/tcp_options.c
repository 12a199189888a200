/* SPDX-License-Identifier: BSD-3-Clause */
/* Options of TCP sockets (tcp(7)), and those of other levels that mean something to lwIP's control blocks. */
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/in.h>
#include "lwip/priv/tcp_priv.h"
#include "net/stack.h"
#include "net/tcp.h"

/* <linux/tcp.h> has lwIP's names for other things. */
#define LINUX_TCP_NODELAY   1
#define LINUX_TCP_MAXSEG    2
#define LINUX_TCP_CORK      3
#define LINUX_TCP_KEEPIDLE  4
#define LINUX_TCP_KEEPINTVL 5
#define LINUX_TCP_KEEPCNT   6
#define LINUX_TCP_QUICKACK  12

#define KEEP_IDLE_DEFAULT     7200u
#define KEEP_INTERVAL_DEFAULT 75u
#define KEEP_COUNT_DEFAULT    9u
#define KEEP_SECONDS_MAX      32767 /* Linux' bounds */
#define KEEP_COUNT_MAX        127
#define MAXSEG_DEFAULT        536 /* before there is a connection, as on Linux */

static uint32_t or_default(uint32_t value, uint32_t usual)
{
	return value ? value : usual;
}

void tcp_socket_apply_options(struct tcp_socket *tcp)
{
	struct tcp_pcb *pcb = tcp->pcb;

	if (!pcb)
		return;
	pcb->so_options = inet_control_options(&tcp->inet.socket);
	if (pcb->state == LISTEN)
		return;
	if (tcp->no_delay)
		tcp_nagle_disable(pcb);
	else
		tcp_nagle_enable(pcb);
	pcb->keep_idle = or_default(tcp->keep_idle, KEEP_IDLE_DEFAULT) * 1000;
	pcb->keep_intvl = or_default(tcp->keep_interval, KEEP_INTERVAL_DEFAULT) * 1000;
	pcb->keep_cnt = or_default(tcp->keep_count, KEEP_COUNT_DEFAULT);
	pcb->tos = tcp->inet.tos;
	pcb->ttl = tcp->inet.ttl ? tcp->inet.ttl : TCP_TTL;
}

static void apply(struct tcp_socket *tcp)
{
	net_lock();
	tcp_socket_apply_options(tcp);
	if (tcp->pcb && tcp->phase == TCP_CONNECTED)
		net_timers_tcp_active();
	net_unlock();
}

void tcp_socket_switched(struct socket *socket)
{
	apply(tcp_of(socket));
}

static int set_keep(uint32_t *value, int number, int most)
{
	if (number < 1 || number > most)
		return -EINVAL;
	*value = (uint32_t)number;
	return 0;
}

/** Ending TCP_CORK sends what was kept. */
static int set_cork(struct tcp_socket *tcp, bool on)
{
	tcp->cork = on;
	if (!on) {
		net_lock();
		tcp_socket_push(tcp);
		net_unlock();
	}
	return 0;
}

static int set_tcp_option(struct tcp_socket *tcp, int name, int number)
{
	switch (name) {
	case LINUX_TCP_NODELAY:
		tcp->no_delay = number != 0;
		return 0;
	case LINUX_TCP_CORK:
		return set_cork(tcp, number != 0);
	case LINUX_TCP_KEEPIDLE:
		return set_keep(&tcp->keep_idle, number, KEEP_SECONDS_MAX);
	case LINUX_TCP_KEEPINTVL:
		return set_keep(&tcp->keep_interval, number, KEEP_SECONDS_MAX);
	case LINUX_TCP_KEEPCNT:
		return set_keep(&tcp->keep_count, number, KEEP_COUNT_MAX);
	case LINUX_TCP_QUICKACK:
		return 0; /* a hint, and not a lasting one (tcp(7)) */
	default:
		return -ENOPROTOOPT;
	}
}

int tcp_socket_set_option(struct socket *socket, int level, int name, const void *value, unsigned size)
{
	struct tcp_socket *tcp = tcp_of(socket);
	int number, error;

	if (level != IPPROTO_TCP) {
		error = inet_set_option(socket, level, name, value, size);
	} else {
		if (size < sizeof(number))
			return -EINVAL;
		error = inet_option_take(value, size, &number);
		if (!error)
			error = set_tcp_option(tcp, name, number);
	}
	if (!error)
		apply(tcp);
	return error;
}

int tcp_socket_get_option(struct socket *socket, int level, int name, void *value, unsigned *size)
{
	struct tcp_socket *tcp = tcp_of(socket);

	if (level != IPPROTO_TCP)
		return inet_get_option(socket, level, name, value, size);
	switch (name) {
	case LINUX_TCP_NODELAY:
		return inet_option_put(value, size, tcp->no_delay);
	case LINUX_TCP_MAXSEG:
		net_lock();
		int segment = tcp->pcb && tcp->phase == TCP_CONNECTED ? tcp_mss(tcp->pcb) : MAXSEG_DEFAULT;
		net_unlock();
		return inet_option_put(value, size, segment);
	case LINUX_TCP_CORK:
		return inet_option_put(value, size, tcp->cork);
	case LINUX_TCP_KEEPIDLE:
		return inet_option_put(value, size, (int)or_default(tcp->keep_idle, KEEP_IDLE_DEFAULT));
	case LINUX_TCP_KEEPINTVL:
		return inet_option_put(value, size, (int)or_default(tcp->keep_interval, KEEP_INTERVAL_DEFAULT));
	case LINUX_TCP_KEEPCNT:
		return inet_option_put(value, size, (int)or_default(tcp->keep_count, KEEP_COUNT_DEFAULT));
	case LINUX_TCP_QUICKACK:
		return inet_option_put(value, size, 1);
	default:
		return -ENOPROTOOPT;
	}
}
