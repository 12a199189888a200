/* SPDX-License-Identifier: BSD-3-Clause */
/* Client and server in one program, two threads. */
#include "net.h"

#include <pthread.h>
#include <unistd.h>

static void *accept_and_serve(void *listener)
{
	for (unsigned i = 0; i < CLIENT_CONNECTIONS; i++)
		serve_connection(net_accept(*(int *)listener));
	return NULL;
}

void loopback_measure(void)
{
	static int listener;
	unsigned port = 0;
	pthread_t thread;
	listener = net_listen("127.0.0.1", &port);
	if (pthread_create(&thread, NULL, accept_and_serve, &listener))
		net_fail("pthread_create");
	client_measure("loopback", "127.0.0.1", port);
	pthread_join(thread, NULL);
	close(listener);
}
