/* SPDX-License-Identifier: BSD-3-Clause */
/* Options at level SOL_SOCKET (socket(7)) that mean the same in all families. Others are the family's. */
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/time_types.h>
#include "lib/string.h"
#include "net/socket.h"

#define BUFFER_MIN 4608u /* Linux' least SO_SNDBUF */
#define BUFFER_MAX MIB(8)

/* Switches that are stored and reported back; a family looks at those that matter to it. */
static const int switches[] = {
	SO_DEBUG, SO_REUSEADDR, SO_DONTROUTE, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE, SO_REUSEPORT, SO_TIMESTAMP};

static bool is_switch(int name)
{
	for (unsigned i = 0; i < array_size(switches); i++)
		if (switches[i] == name)
			return true;
	return false;
}

static int put_value(void *value, unsigned *size, const void *from, unsigned length)
{
	*size = min(*size, length);
	memcpy(value, from, *size);
	return 0;
}

static int put_int(void *value, unsigned *size, int number)
{
	return put_value(value, size, &number, sizeof(number));
}

static int put_timeout(void *value, unsigned *size, uint64_t ns)
{
	struct __kernel_old_timeval time = {
		.tv_sec = (long)(ns / NS_PER_SEC), .tv_usec = (long)(ns % NS_PER_SEC / NS_PER_USEC)};
	return put_value(value, size, &time, sizeof(time));
}

int socket_get_option(struct socket *socket, int level, int name, void *value, unsigned *size)
{
	int error;
	if (level == SOL_SOCKET && is_switch(name))
		return put_int(value, size, socket->options >> name & 1);
	switch (level == SOL_SOCKET ? name : -1) {
	case SO_TYPE:
		return put_int(value, size, socket->type);
	case SO_DOMAIN:
		return put_int(value, size, socket->family);
	case SO_PROTOCOL:
		return put_int(value, size, socket->protocol);
	case SO_ERROR:
		error = atomic_exchange(&socket->error, 0);
		return put_int(value, size, error);
	case SO_ACCEPTCONN:
		return put_int(value, size, socket->listening);
	case SO_SNDBUF:
		return put_int(value, size, (int)socket->send_size);
	case SO_RCVBUF:
		return put_int(value, size, (int)socket->receive_size);
	case SO_SNDTIMEO:
		return put_timeout(value, size, socket->send_timeout);
	case SO_RCVTIMEO:
		return put_timeout(value, size, socket->receive_timeout);
	case SO_LINGER:
		return put_value(value, size, &socket->linger, sizeof(socket->linger));
	case SO_PASSCRED:
		return put_int(value, size, socket->pass_credentials);
	default:
		return socket->ops->get_option ? socket->ops->get_option(socket, level, name, value, size)
					       : -ENOPROTOOPT;
	}
}

static int take_timeout(const void *value, unsigned size, _Atomic uint64_t *ns)
{
	struct __kernel_old_timeval time;
	if (size < sizeof(time))
		return -EINVAL;
	memcpy(&time, value, sizeof(time));
	if (time.tv_usec < 0 || time.tv_usec >= 1000000)
		return -EDOM;
	*ns = time.tv_sec < 0 ? 1 : (uint64_t)time.tv_sec * NS_PER_SEC + (uint64_t)time.tv_usec * NS_PER_USEC;
	return 0;
}

/** Linux doubles what is asked for, and reports that. */
static int take_buffer_size(int wanted, _Atomic uint32_t *size)
{
	*size = (uint32_t)min(max((uint64_t)(unsigned)wanted * 2, (uint64_t)BUFFER_MIN), BUFFER_MAX);
	return 0;
}

static int take_linger(struct socket *socket, const void *value, unsigned size)
{
	if (size < sizeof(socket->linger))
		return -EINVAL;
	memcpy(&socket->linger, value, sizeof(socket->linger));
	return 0;
}

static int set_int_option(struct socket *socket, int name, int number)
{
	if (is_switch(name)) {
		socket->options &= ~(1ULL << name);
		socket->options |= (uint64_t)(number != 0) << name;
		if (socket->ops->switched)
			socket->ops->switched(socket);
		return 0;
	}
	switch (name) {
	case SO_SNDBUF:
		return take_buffer_size(number, &socket->send_size);
	case SO_RCVBUF:
		socket->receive_bounded = true;
		return take_buffer_size(number, &socket->receive_size);
	case SO_PASSCRED:
		socket->pass_credentials = number != 0;
		return 0;
	default:
		return -ENOPROTOOPT;
	}
}

int socket_set_option(struct socket *socket, int level, int name, const void *value, unsigned size)
{
	int number, error = -ENOPROTOOPT;
	if (level == SOL_SOCKET && name == SO_LINGER)
		return take_linger(socket, value, size);
	if (level == SOL_SOCKET && (name == SO_SNDTIMEO || name == SO_RCVTIMEO))
		return take_timeout(
			value, size, name == SO_SNDTIMEO ? &socket->send_timeout : &socket->receive_timeout);
	if (level == SOL_SOCKET) {
		if (size < sizeof(number))
			return -EINVAL;
		memcpy(&number, value, sizeof(number));
		error = set_int_option(socket, name, number);
	}
	if (error == -ENOPROTOOPT && socket->ops->set_option)
		error = socket->ops->set_option(socket, level, name, value, size);
	return error;
}
