/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads in read, write, poll, accept and connect on sockets that other threads close, shut down and reset under their
 * hands, thousands of times: nothing but proper results and errors; on an isle the kernel's memory is the same
 * afterwards.
 * @cores 4
 * @timeout 90
 */
#include <sys/epoll.h>
#include "inet.h"

#define ROUNDS  1500
#define THREADS 5

static int ends[2], listener, epoll;
static pthread_barrier_t start, end;
static volatile bool done;

static void expect(ssize_t result)
{
	const int fine[] = {EBADF, EPIPE, ECONNRESET, EINVAL, ENOTCONN, EAGAIN, ENOTSOCK, ECONNABORTED, EINTR,
		ECONNREFUSED, ETIMEDOUT};

	if (result >= 0)
		return;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (errno == fine[i])
			return;
	CHECK(!"an error that may be");
}

static void reader(int round)
{
	char bytes[5000];

	for (int i = 0; i < 4; i++)
		expect(recv(ends[round & 1], bytes, sizeof(bytes), round & 2 ? MSG_WAITALL : round & 4 ? MSG_PEEK : 0));
}

static void writer(int round)
{
	static char bytes[100000];

	for (int i = 0; i < 4; i++)
		expect(send(ends[(round >> 1) & 1], bytes, sizeof(bytes), MSG_NOSIGNAL));
}

static void poller(int round)
{
	struct pollfd entries[2] = {{.fd = ends[0], .events = POLLIN}, {.fd = ends[1], .events = POLLIN | POLLOUT}};
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET};

	expect(poll(entries, 2, round & 3));
	expect(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event) && errno != EEXIST && errno != ENOENT && errno != EPERM
			? -1
			: 0);
	expect(epoll_wait(epoll, &event, 1, round & 1));
}

static void acceptor(int round)
{
	int fd = accept4(listener, NULL, NULL, round & 8 ? SOCK_NONBLOCK : 0);

	expect(fd);
	if (fd >= 0)
		expect(close(fd));
}

static void breaker(int round)
{
	struct linger option = {.l_onoff = 1, .l_linger = 0};
	int fd = OK(socket(AF_INET, SOCK_STREAM, 0));

	expect(inet_connect(fd, AF_INET, inet_port(listener))); /* for the acceptor */
	if (round & 16)
		usleep(round % 300);
	if (round & 32)
		expect(shutdown(ends[0], round % 3));
	if (round & 64)
		expect(setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &option, sizeof(option)));
	expect(shutdown(ends[1], SHUT_RDWR));
	expect(shutdown(ends[0], SHUT_RDWR)); /* so that nobody waits for ever */
	close(ends[round & 1]);
	expect(close(fd));
	expect(shutdown(listener, SHUT_RDWR));
}

static void *work(void *argument)
{
	static void (*const bodies[THREADS])(int) = {reader, writer, poller, acceptor, breaker};

	for (int round = 0;; round++) {
		pthread_barrier_wait(&start);
		if (done)
			return NULL;
		bodies[(long)argument](round);
		pthread_barrier_wait(&end);
	}
}

static long memory_free(void)
{
	char *text = test_read_file("/proc/meminfo"), *line = strstr(text, "MemFree:");
	long kib;

	CHECK(line);
	kib = atol(line + strlen("MemFree:"));
	free(text);
	return kib;
}

static void run(int rounds)
{
	for (int round = 0; round < rounds; round++) {
		inet_pair(ends);
		listener = inet_listen(AF_INET, 4);
		epoll = OK(epoll_create1(0));
		pthread_barrier_wait(&start);
		pthread_barrier_wait(&end);
		close(ends[0]);
		close(ends[1]);
		CHECK_EQ(close(listener), 0);
		CHECK_EQ(close(epoll), 0);
	}
}

int main(void)
{
	pthread_t threads[THREADS];
	long before = 0;

	CHECK_EQ(pthread_barrier_init(&start, NULL, THREADS + 1), 0);
	CHECK_EQ(pthread_barrier_init(&end, NULL, THREADS + 1), 0);
	for (long i = 0; i < THREADS; i++)
		threads[i] = test_thread(work, (void *)i);
	run(ROUNDS / 4); /* the first time fills caches */
	if (test_on_isle()) {
		test_sleep_ms(6000); /* TIME-WAIT */
		before = memory_free();
	}
	run(ROUNDS);
	if (test_on_isle()) {
		test_sleep_ms(6000);
		CHECK_OP(before - memory_free(), <, 400);
	}
	done = true;
	pthread_barrier_wait(&start);
	for (int i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
