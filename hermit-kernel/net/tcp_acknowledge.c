/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Segments that came together are acknowledged together. lwIP would acknowledge every second one (RFC 5681, 4.2) at
 * once, and each acknowledgement is a packet that the other side's machine has to look at; Linux joins segments before
 * TCP sees them, to the same effect.
 */
#include "lwip/priv/tcp_priv.h"
#include "net/stack.h"
#include "net/tcp.h"
#include "net_hooks.h"

#define SEGMENTS_MOST 16u /* are acknowledged by one packet, so that the peer can go on meanwhile */
#define LATER_MOST    16u

static struct later {
	struct tcp_socket *tcp; /* a reference */
	unsigned segments;
} later[LATER_MOST]; /* under net_lock */
static unsigned later_count;
static bool collecting;

void net_acknowledge_later(void)
{
	collecting = true;
}

void net_acknowledge_now(void)
{
	collecting = false;
	for (unsigned i = 0; i < later_count; i++) {
		struct tcp_socket *tcp = later[i].tcp;
		if (tcp->pcb && tcp->phase == TCP_CONNECTED)
			tcp_output(tcp->pcb);
		tcp_socket_put(tcp);
	}
	later_count = 0;
}

/** Nothing is to be sent but an acknowledgement, and nothing is missing. */
static bool only_acknowledges(const struct tcp_pcb *pcb)
{
	return pcb->state == ESTABLISHED && pcb->flags & (TF_ACK_NOW | TF_ACK_DELAY) && !pcb->unsent && !pcb->ooseq &&
	       pcb->callback_arg;
}

bool net_output_later(struct tcp_pcb *pcb)
{
	unsigned i = 0;

	if (!collecting || !only_acknowledges(pcb))
		return false;
	while (i < later_count && later[i].tcp != pcb->callback_arg)
		i++;
	if (i == LATER_MOST)
		return false;
	if (i == later_count) {
		later[later_count++] = (struct later){.tcp = pcb->callback_arg};
		tcp_socket_ref(pcb->callback_arg);
	}
	if (++later[i].segments < SEGMENTS_MOST)
		return true;
	later[i].segments = 0;
	return false;
}
