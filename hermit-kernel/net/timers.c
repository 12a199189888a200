/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lwIP's protocols have functions that want to be called periodically, whether they have anything to do or not. Here
 * each runs only while something may be in its hands, so that an isle with an idle network takes no timer interrupt:
 *
 *   - TCP every 20 ms while a segment waits for something, every second while connections only have a time to live
 *     (TIME-WAIT, keepalive …), else not at all; its clock (tcp_ticks) is set from ours whenever it runs;
 *   - those of the links for some time after the last packet; what ages there is told of the time that was left out;
 *   - those of DHCP while it waits for an answer, and once a minute while there is a lease.
 */
#include "lwip/dhcp.h"
#include "lwip/etharp.h"
#include "lwip/igmp.h"
#include "lwip/ip4_frag.h"
#include "lwip/ip6_frag.h"
#include "lwip/mld6.h"
#include "lwip/nd6.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/timeouts.h"
#include "net/configure.h"
#include "net/stack.h"
#include "net/tcp.h"
#include "sched/sched.h"
#include "time/clock.h"
#include "time/timer.h"

#define TCP_FAST_NS (TCP_TMR_INTERVAL * NS_PER_MSEC)
#define TCP_IDLE_NS NS_PER_SEC

struct cycle {
	void (*run)(void);
	uint64_t period_ns;
	uint64_t active_ns; /* how long after the last packet it goes on; 0: see `needed` */
	unsigned catch_up;  /* at most so many calls for the time in which it did not run */
	uint64_t last_ns;   /* when it ran */
	bool (*needed)(void);
};

static struct cycle cycles[] = {
	{etharp_tmr, ARP_TMR_INTERVAL *NS_PER_MSEC, 30 * NS_PER_SEC, 300, 0, NULL},
	{ip_reass_tmr, IP_TMR_INTERVAL *NS_PER_MSEC, 20 * NS_PER_SEC, 20, 0, NULL},
	{ip6_reass_tmr, IP6_REASS_TMR_INTERVAL *NS_PER_MSEC, 70 * NS_PER_SEC, 60, 0, NULL},
	{nd6_tmr, ND6_TMR_INTERVAL *NS_PER_MSEC, 30 * NS_PER_SEC, 30, 0, NULL},
	{igmp_tmr, IGMP_TMR_INTERVAL *NS_PER_MSEC, 5 * NS_PER_SEC, 1, 0, NULL},
	{mld6_tmr, MLD6_TMR_INTERVAL *NS_PER_MSEC, 5 * NS_PER_SEC, 1, 0, NULL},
	{dhcp_fine_tmr, DHCP_FINE_TIMER_MSECS *NS_PER_MSEC, 0, 1, 0, net_dhcp_waits},
	{dhcp_coarse_tmr, DHCP_COARSE_TIMER_MSECS *NS_PER_MSEC, 0, 60, 0, net_dhcp_has_lease},
};

static struct timer timer;
static uint64_t armed; /* for when; 0: not */
static struct net_work work;
static uint64_t tcp_due;      /* next call of the TCP timers; 0: none */
static uint64_t tcp_slow_ns;  /* last call of tcp_slowtmr */
static uint64_t link_last_ns; /* last packet of a device; 0: none yet */

static void arm(uint64_t due)
{
	if (armed && armed <= due)
		return;
	armed = due;
	timer_set(&timer, due);
}

/* TCP */

enum tcp_need {
	TCP_NOTHING,
	TCP_LIFETIME,
	TCP_SEGMENTS
};

static enum tcp_need tcp_need_of(const struct tcp_pcb *pcb)
{
	const struct tcp_socket *tcp = tcp_ext_arg_get(pcb, 0);

	if ((tcp && tcp_socket_holds_back(tcp)) || pcb->unacked || pcb->unsent || pcb->refused_data ||
		pcb->persist_backoff || pcb->flags & (TF_ACK_DELAY | TF_ACK_NOW | TF_CLOSEPEND | TF_RTO) ||
		pcb->state == SYN_SENT || pcb->state == SYN_RCVD)
		return TCP_SEGMENTS;
	bool idle = (pcb->state == ESTABLISHED || pcb->state == CLOSE_WAIT) && !ip_get_option(pcb, SOF_KEEPALIVE);
	return idle && !pcb->ooseq ? TCP_NOTHING : TCP_LIFETIME;
}

static enum tcp_need tcp_need(void)
{
	enum tcp_need need = tcp_tw_pcbs ? TCP_LIFETIME : TCP_NOTHING;

	for (const struct tcp_pcb *pcb = tcp_active_pcbs; pcb && need != TCP_SEGMENTS; pcb = pcb->next)
		need = max(need, tcp_need_of(pcb));
	return need;
}

/** The clock that connections are timed by stands still while the timers do not run. */
static void tcp_set_clock(uint64_t now)
{
	uint64_t passed = (now - tcp_slow_ns) / (2 * TCP_FAST_NS);

	tcp_ticks += (uint32_t)passed;
	tcp_slow_ns += passed * 2 * TCP_FAST_NS;
}

static void tcp_run(uint64_t now)
{
	tcp_fasttmr();
	if (now - tcp_slow_ns >= 2 * TCP_FAST_NS) {
		tcp_set_clock(now);
		tcp_ticks--; /* tcp_slowtmr counts one itself */
		tcp_slowtmr();
	}
	enum tcp_need need = tcp_need();
	tcp_due = need == TCP_NOTHING ? 0 : now + (need == TCP_SEGMENTS ? TCP_FAST_NS : TCP_IDLE_NS);
}

void net_timers_tcp_active(void)
{
	uint64_t now = clock_monotonic_ns();

	if (!tcp_due)
		tcp_set_clock(now);
	if (!tcp_due || tcp_due > now + TCP_FAST_NS)
		tcp_due = now + TCP_FAST_NS;
	arm(tcp_due);
}

/** lwIP calls it when a connection appears. */
void tcp_timer_needed(void)
{
	net_timers_tcp_active();
}

/* Links */

static void cycle_run(struct cycle *cycle, uint64_t now)
{
	uint64_t periods = (now - cycle->last_ns) / cycle->period_ns;

	for (uint64_t i = min(periods, (uint64_t)cycle->catch_up); i; i--)
		cycle->run();
	if (periods)
		cycle->last_ns = now;
}

static bool cycle_is_needed(const struct cycle *cycle, uint64_t now)
{
	return cycle->needed ? cycle->needed() : link_last_ns && now - link_last_ns <= cycle->active_ns;
}

/** When the next one is due; 0: none. */
static uint64_t links_run(uint64_t now)
{
	uint64_t next = 0;

	for (unsigned i = 0; i < array_size(cycles); i++) {
		if (!cycle_is_needed(&cycles[i], now))
			continue;
		cycle_run(&cycles[i], now);
		uint64_t due = cycles[i].last_ns + cycles[i].period_ns;
		next = next ? min(next, due) : due;
	}
	return next;
}

void net_timers_link_active(void)
{
	uint64_t now = clock_monotonic_ns();
	bool idle = !link_last_ns || now - link_last_ns > NS_PER_SEC;

	link_last_ns = now;
	if (idle)
		arm(now + IGMP_TMR_INTERVAL * NS_PER_MSEC);
}

/* The one hardware timer of them all */

static void timers_run(struct net_work *unused)
{
	uint64_t now = clock_monotonic_ns();

	armed = 0;
	if (tcp_due && tcp_due <= now)
		tcp_run(now);
	uint64_t link_due = links_run(now);
	if (tcp_due)
		arm(tcp_due);
	if (link_due)
		arm(link_due);
}

static void timer_fired(struct timer *unused)
{
	net_work_wake(&work);
}

void net_timers_init(void)
{
	timer_init(&timer, timer_fired);
	net_work_init(&work, timers_run);
	tcp_slow_ns = clock_monotonic_ns();
	for (unsigned i = 0; i < array_size(cycles); i++)
		cycles[i].last_ns = tcp_slow_ns;
}
