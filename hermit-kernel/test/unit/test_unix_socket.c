// sources: net/socket.c net/socket_options.c net/unix_socket.c net/unix_transfer.c
// sources: fs/eventfd.c lib/format.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* net/: AF_UNIX in one thread: bytes and messages in order, files that travel, ends, backlog, options; nothing leaks
 * (LeakSanitizer looks). */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm/socket.h>
#include <asm-generic/fcntl.h>
#include <linux/eventpoll.h>
#include "fs/eventfd.h"
#include "net/families.h"
#include "net/unix_socket.h"
#include "sched/signal.h"
#include "test/unit/host.h"

void *malloc(size_t size);
void free(void *memory);

#define SIGPIPE_BIT (1ULL << 12)

static struct file *ends[2];
static uint8_t bytes[500000], back[500000];
static struct unix_socket *bound; /* the one name there is here */

/* The other families need lwIP. */
const struct socket_family inet_family = {AF_INET, NULL, NULL}, inet6_family = {AF_INET6, NULL, NULL},
			   netlink_family = {AF_NETLINK, NULL, NULL};

long inet_interface_ioctl(unsigned request, uint64_t argument)
{
	return -ENOTTY;
}

/* net/unix_names.c needs paths; here one socket can be bound. */
int unix_bind(struct unix_socket *socket, const struct socket_address *address)
{
	socket->name = *address;
	bound = socket;
	return 0;
}

void unix_unbind(struct unix_socket *socket)
{
	if (bound == socket)
		bound = NULL;
}

int unix_find(const struct socket_address *address, struct unix_socket **found)
{
	*found = bound ? unix_get(bound) : NULL;
	return bound ? 0 : -ECONNREFUSED;
}

void pipe_raise_sigpipe(void)
{
	host_signals |= SIGPIPE_BIT;
}

static void make_pair(int type)
{
	struct socket *sockets[2];
	assert_int_equal(socket_create_pair(AF_UNIX, type, 0, sockets), 0);
	ends[0] = socket_new_file(sockets[0], O_NONBLOCK);
	ends[1] = socket_new_file(sockets[1], O_NONBLOCK);
}

static void drop(unsigned end)
{
	file_put(ends[end]);
	ends[end] = NULL;
}

static void drop_pair(void)
{
	drop(0);
	drop(1);
}

static ssize64_t put(unsigned end, const void *from, size_t size)
{
	return ends[end]->ops->write(ends[end], from, size, 0);
}

static ssize64_t get(unsigned end, void *to, size_t size)
{
	return ends[end]->ops->read(ends[end], to, size, 0);
}

static ssize64_t get_flags(unsigned end, void *to, size_t size, unsigned flags, unsigned *result_flags)
{
	struct iovec vector = {to, size};
	struct socket_message message = {.data = {&vector, 1, 0, size}, .flags = flags};
	ssize64_t got = socket_receive(ends[end], &message);
	if (result_flags)
		*result_flags = message.flags;
	assert_int_equal(message.file_count, 0);
	return got;
}

static uint32_t events(unsigned end)
{
	return ends[end]->ops->poll(ends[end], NULL);
}

static void a_stream_keeps_its_order(void **state)
{
	size_t in = 0, out = 0;
	host_random_bytes(bytes, sizeof(bytes));
	make_pair(SOCK_STREAM);
	while (out < sizeof(bytes)) {
		size_t part = 1 + host_random() % 50000;
		if (in < sizeof(bytes) && host_random() % 2) {
			ssize64_t done = put(0, bytes + in, part < sizeof(bytes) - in ? part : sizeof(bytes) - in);
			assert_true(done > 0 || done == -EAGAIN);
			in += done > 0 ? (size_t)done : 0;
		} else {
			ssize64_t done = get(1, back + out, part < sizeof(back) - out ? part : sizeof(back) - out);
			assert_true(done > 0 || (done == -EAGAIN && in == out));
			out += done > 0 ? (size_t)done : 0;
		}
	}
	assert_memory_equal(bytes, back, sizeof(bytes));
	drop_pair();
}

static void scattered_buffers(void **state)
{
	struct iovec out[3] = {{"abc", 3}, {NULL, 0}, {"defgh", 5}},
		     in[3] = {{back, 2}, {back + 2, 1}, {back + 3, 100}};
	struct socket_message message = {.data = {out, 3, 0, 8}};
	make_pair(SOCK_STREAM);
	assert_int_equal(socket_send(ends[0], &message), 8);
	assert_int_equal(get_flags(1, back, 100, MSG_PEEK, NULL), 8);
	message = (struct socket_message){.data = {in, 3, 0, 103}};
	assert_int_equal(socket_receive(ends[1], &message), 8);
	assert_memory_equal(back, "abcdefgh", 8);
	drop_pair();
}

static void messages_keep_their_borders(void **state)
{
	unsigned flags;
	for (unsigned type = SOCK_DGRAM; type <= SOCK_SEQPACKET; type += SOCK_SEQPACKET - SOCK_DGRAM) {
		make_pair((int)type);
		assert_int_equal(put(0, "one", 3), 3);
		assert_int_equal(put(0, "", 0), 0);
		assert_int_equal(put(0, "three", 5), 5);
		assert_int_equal(get_flags(1, back, 100, MSG_PEEK, NULL), 3);
		assert_int_equal(get(1, back, 100), 3);
		assert_int_equal(get(1, back, 100), 0);
		assert_int_equal(get_flags(1, back, 2, MSG_TRUNC, &flags), 5);
		assert_true(flags & MSG_TRUNC);
		assert_int_equal(get(1, back, 100), -EAGAIN);
		assert_int_equal(put(0, bytes, 400000), -EMSGSIZE);
		drop_pair();
	}
}

static void empty_messages_fill_the_queue_too(void **state)
{
	unsigned count = 0;
	make_pair(SOCK_DGRAM);
	while (put(0, "", 0) == 0)
		assert_true(++count < 10000);
	assert_int_equal(put(0, "", 0), -EAGAIN);
	assert_false(events(0) & EPOLLOUT);
	assert_int_equal(get(1, back, 1), 0);
	assert_true(events(0) & EPOLLOUT);
	drop_pair();
}

static void ends_are_noticed(void **state)
{
	make_pair(SOCK_STREAM);
	put(0, "rest", 4);
	struct socket *socket = ends[0]->private;
	assert_int_equal(socket->ops->shutdown(socket, SHUT_WR), 0);
	assert_int_equal(put(0, "x", 1), -EPIPE);
	assert_int_equal(host_signals, SIGPIPE_BIT);
	assert_int_equal(events(1), EPOLLIN | EPOLLRDNORM | EPOLLRDHUP | EPOLLOUT | EPOLLWRNORM);
	assert_int_equal(get(1, back, 100), 4);
	assert_int_equal(get(1, back, 100), 0);
	assert_int_equal(put(1, "back", 4), 4);
	drop(1);
	assert_true(events(0) & EPOLLHUP);
	assert_int_equal(get(0, back, 100), 4);
	assert_int_equal(get(0, back, 100), 0);
	drop(0);

	make_pair(SOCK_STREAM);
	put(0, "never read", 10);
	drop(1);
	assert_int_equal(get(0, back, 1), -ECONNRESET);
	assert_int_equal(get(0, back, 1), 0);
	drop(0);
}

static void files_travel(void **state)
{
	struct file *file = eventfd_new(0, 0);
	struct iovec vector = {"F", 1}, in = {back, 100};
	struct socket_message message = {.data = {&vector, 1, 0, 1}, .file_count = 1};
	message.files = malloc(sizeof(*message.files));
	message.files[0] = file_get(file);
	make_pair(SOCK_STREAM);
	put(0, "before", 6);
	assert_int_equal(socket_send(ends[0], &message), 1);
	assert_null(message.files);
	put(0, "after", 5);
	assert_int_equal(file->refs, 2);
	message = (struct socket_message){.data = {&in, 1, 0, 100}};
	assert_int_equal(socket_receive(ends[1], &message), 6); /* stops before the file */
	assert_int_equal(message.file_count, 0);
	message = (struct socket_message){.data = {&in, 1, 0, 100}};
	assert_int_equal(socket_receive(ends[1], &message), 1);
	assert_int_equal(message.file_count, 1);
	assert_ptr_equal(message.files[0], file);
	file_put(message.files[0]);
	free(message.files);
	assert_int_equal(get(1, back, 100), 5);

	/* not received: they go with the socket; with read(2): they are dropped */
	for (unsigned i = 0; i < 2; i++) {
		vector = (struct iovec){"F", 1};
		message = (struct socket_message){.data = {&vector, 1, 0, 1}, .file_count = 1};
		message.files = malloc(sizeof(*message.files));
		message.files[0] = file_get(file);
		assert_int_equal(socket_send(ends[0], &message), 1);
		if (!i)
			assert_int_equal(get(1, back, 100), 1);
	}
	drop_pair();
	assert_int_equal(file->refs, 1);
	file_put(file);
}

static struct file *new_socket(int type)
{
	struct socket *socket;
	assert_int_equal(socket_create(AF_UNIX, type, 0, &socket), 0);
	return socket_new_file(socket, O_NONBLOCK);
}

static void connections(void **state)
{
	struct socket_address address = {.storage.ss_family = AF_UNIX, .length = 10}, name;
	struct file *listening = new_socket(SOCK_STREAM), *client, *extra[8];
	struct socket *listener = listening->private, *accepted;
	assert_int_equal(listener->ops->listen(listener, 1), -EINVAL); /* has no name */
	assert_int_equal(listener->ops->bind(listener, &address), 0);
	client = new_socket(SOCK_STREAM);
	struct socket *connecting = client->private;
	assert_int_equal(connecting->ops->connect(connecting, &address, 0), -ECONNREFUSED);
	assert_int_equal(listener->ops->listen(listener, 1), 0);
	assert_int_equal(listener->ops->accept(listener, &accepted, 0), -EAGAIN);
	assert_int_equal(listening->ops->poll(listening, NULL), 0);
	assert_int_equal(connecting->ops->connect(connecting, &address, 0), 0);
	assert_int_equal(connecting->ops->connect(connecting, &address, 0), -EISCONN);
	assert_true(listening->ops->poll(listening, NULL) & EPOLLIN);
	assert_int_equal(client->ops->write(client, "hello", 5, 0), 5); /* before accept */
	assert_int_equal(listener->ops->accept(listener, &accepted, 0), 0);
	assert_int_equal(accepted->ops->get_name(accepted, false, &name), 0);
	assert_int_equal(name.length, 10);
	assert_int_equal(accepted->ops->get_name(accepted, true, &name), 0);
	assert_int_equal(name.length, 2); /* no name */
	struct file *server = socket_new_file(accepted, O_NONBLOCK);
	assert_int_equal(server->ops->read(server, back, 100, 0), 5);
	int error = 0;
	unsigned count = 0;
	for (; !error && count < 8; count++) {
		extra[count] = new_socket(SOCK_STREAM);
		struct socket *socket = extra[count]->private;
		error = socket->ops->connect(socket, &address, 0);
	}
	assert_int_equal(error, -EAGAIN); /* the backlog is full */
	file_put(listening);
	assert_int_equal(extra[0]->ops->read(extra[0], back, 1, 0), 0); /* was never accepted */
	while (count--)
		file_put(extra[count]);
	file_put(server);
	file_put(client);
}

static void datagrams_by_name(void **state)
{
	struct socket_address address = {.storage.ss_family = AF_UNIX, .length = 10};
	struct file *receiver = new_socket(SOCK_DGRAM), *sender = new_socket(SOCK_DGRAM);
	struct socket *socket = receiver->private;
	struct iovec vector = {"hi", 2};
	struct socket_message message = {.data = {&vector, 1, 0, 2}, .address = address};
	assert_int_equal(sender->ops->write(sender, "x", 1, 0), -ENOTCONN);
	assert_int_equal(socket_send(sender, &message), -ECONNREFUSED);
	assert_int_equal(socket->ops->bind(socket, &address), 0);
	assert_int_equal(socket_send(sender, &message), 2);
	assert_int_equal(receiver->ops->read(receiver, back, 100, 0), 2);
	struct socket *connecting = sender->private;
	assert_int_equal(connecting->ops->connect(connecting, &address, 0), 0);
	assert_int_equal(sender->ops->write(sender, "x", 1, 0), 1);
	file_put(receiver);
	assert_int_equal(sender->ops->write(sender, "x", 1, 0), -ECONNREFUSED);
	file_put(sender);
}

static void options(void **state)
{
	struct file *file = new_socket(SOCK_STREAM);
	int number = 0;
	unsigned size = sizeof(number);
	assert_int_equal(socket_get_option(file->private, SOL_SOCKET, SO_TYPE, &number, &size), 0);
	assert_int_equal(number, SOCK_STREAM);
	number = 10000;
	assert_int_equal(socket_set_option(file->private, SOL_SOCKET, SO_SNDBUF, &number, sizeof(number)), 0);
	assert_int_equal(socket_get_option(file->private, SOL_SOCKET, SO_SNDBUF, &number, &size), 0);
	assert_int_equal(number, 20000);
	number = 1;
	assert_int_equal(socket_set_option(file->private, SOL_SOCKET, SO_KEEPALIVE, &number, 2), -EINVAL);
	assert_int_equal(socket_set_option(file->private, SOL_SOCKET, SO_KEEPALIVE, &number, 4), 0);
	number = 0;
	assert_int_equal(socket_get_option(file->private, SOL_SOCKET, SO_KEEPALIVE, &number, &size), 0);
	assert_int_equal(number, 1);
	assert_int_equal(socket_set_option(file->private, SOL_SOCKET, 9999, &number, 4), -ENOPROTOOPT);
	assert_int_equal(socket_set_option(file->private, 6, 1, &number, 4), -ENOPROTOOPT);
	struct ucred credentials;
	size = sizeof(credentials);
	assert_int_equal(socket_get_option(file->private, SOL_SOCKET, SO_PEERCRED, &credentials, &size), 0);
	assert_int_equal(credentials.pid, 1);
	file_put(file);
	struct socket *socket;
	assert_int_equal(socket_create(3, SOCK_STREAM, 0, &socket), -EAFNOSUPPORT);
	assert_int_equal(socket_create(AF_UNIX, 3, 0, &socket), -ESOCKTNOSUPPORT);
	assert_int_equal(socket_create(AF_UNIX, SOCK_STREAM, 17, &socket), -EPROTONOSUPPORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_keeps_its_order),
		cmocka_unit_test(scattered_buffers),
		cmocka_unit_test(messages_keep_their_borders),
		cmocka_unit_test(empty_messages_fill_the_queue_too),
		cmocka_unit_test(ends_are_noticed),
		cmocka_unit_test(files_travel),
		cmocka_unit_test(connections),
		cmocka_unit_test(datagrams_by_name),
		cmocka_unit_test(options),
	};
	return cmocka_run_group_tests_name("unix_socket", tests, NULL, NULL);
}
