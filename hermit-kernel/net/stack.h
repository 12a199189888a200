/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The protocol stack: lwIP's core, which one thread at a time may be in, and what drives it.
 *
 * net_lock is a mutex. It is taken for calls into lwIP only; lwIP's callbacks run with it held. Lock order: a socket's
 * mutexes → net_lock → spin locks of sockets and of devices. Program memory is never touched under it.
 */
#ifndef NET_STACK_H
#define NET_STACK_H

#include "lib/types.h"

/** Lock, thread and loopback interface; before any driver of a network device. 0 or -ENOMEM. */
int net_init(void);

void net_lock(void);
/** Delivers what was sent to this isle itself, then lets go. */
void net_unlock(void);

/** Something that the network thread is to do: runs in it, with net_lock. */
struct net_work {
	void (*run)(struct net_work *work);
	_Atomic bool pending;
	struct net_work *next; /* all works, in the order of net_work_init */
};
void net_work_init(struct net_work *work, void (*run)(struct net_work *work));
/** From any context; a work that is pending already runs once. */
void net_work_wake(struct net_work *work);

/** icmp.c: sockets are told of destinations that cannot be reached. Under net_lock. 0 or -ENOMEM. */
int net_icmp_init(void);

/* tcp_acknowledge.c: from the first call to the second, acknowledgements of TCP are gathered. Under net_lock. */
void net_acknowledge_later(void);
void net_acknowledge_now(void);

/* timers.c: lwIP's cyclic timers, under net_lock. */

void net_timers_init(void);
/** TCP did something: its timers may have to run. */
void net_timers_tcp_active(void);
/** A device carried a packet: the timers of address resolution, fragments and groups may have to run. */
void net_timers_link_active(void);

#endif
