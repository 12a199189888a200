/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What it costs to find the one descriptor that is ready among many that are not. The idle ones are TCP connections, as
 * a server has them.
 */
#include "net.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEASURES 2000u
#define WARM_UP  200u

static void watch(int epoll, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		net_fail("epoll_ctl");
}

/* Both ends of `count` connections; the accepted ones are watched. */
static void open_idle(int epoll, int *fds, unsigned count)
{
	unsigned port = 0;
	int listener = net_listen("127.0.0.1", &port);
	for (unsigned i = 0; i < count; i++) {
		fds[2 * i] = net_connect("127.0.0.1", port);
		fds[2 * i + 1] = net_accept(listener);
		watch(epoll, fds[2 * i + 1]);
	}
	close(listener);
}

/* Time of writing to an eventfd, waiting, and reading it. */
static double wake_and_wait(int epoll, int ready)
{
	struct epoll_event event;
	uint64_t value = 1, start = net_now_ns();
	if (write(ready, &value, sizeof(value)) != sizeof(value) || epoll_wait(epoll, &event, 1, 1000) != 1 ||
		event.data.fd != ready || read(ready, &value, sizeof(value)) != sizeof(value))
		net_fail("eventfd and epoll_wait");
	return (double)(net_now_ns() - start) / 1000;
}

static void measure(unsigned idle)
{
	static double samples[MEASURES];
	char name[32];
	int *fds = calloc(2 * (size_t)idle, sizeof(*fds));
	int epoll = epoll_create1(0), ready = eventfd(0, EFD_NONBLOCK);
	if (!fds || epoll < 0 || ready < 0)
		net_fail("epoll_create1");
	open_idle(epoll, fds, idle);
	watch(epoll, ready);
	for (unsigned i = 0; i < WARM_UP + MEASURES; i++)
		samples[i < WARM_UP ? 0 : i - WARM_UP] = wake_and_wait(epoll, ready);
	snprintf(name, sizeof(name), "epoll_%u_idle", idle);
	net_report(name, samples, MEASURES, "us");
	for (unsigned i = 0; i < 2 * idle; i++)
		close(fds[i]);
	close(ready);
	close(epoll);
	free(fds);
}

void epoll_measure(void)
{
	struct rlimit limit = {4096, 4096};
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		net_fail("RLIMIT_NOFILE");
	measure(10);
	measure(1000);
	measure(10);
	measure(1000);
}
