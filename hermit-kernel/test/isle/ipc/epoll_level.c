/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Level-triggered epoll: ready descriptors are reported as long as they are ready, with the user's data; ADD, MOD and
 * DEL and their errors.
 */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include "test.h"

static int epoll;

static int ready(struct epoll_event *events, int max)
{
	return OK(epoll_wait(epoll, events, max, 0));
}

static void control(int operation, int fd, uint32_t events, uint64_t data)
{
	struct epoll_event event = {.events = events, .data.u64 = data};

	CHECK_EQ(epoll_ctl(epoll, operation, fd, &event), 0);
}

static void check_errors(int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	int file = OK(open("/proc/self/exe", O_RDONLY));

	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), EEXIST);
	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_ADD, 999, &event), EBADF);
	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event), EPERM);
	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_ADD, epoll, &event), EINVAL);
	CHECK_ERRNO(epoll_ctl(fd, EPOLL_CTL_ADD, epoll, &event), EINVAL);
	CHECK_ERRNO(epoll_ctl(epoll, 77, fd, &event), EINVAL);
	CHECK_ERRNO(epoll_wait(epoll, &event, 0, 0), EINVAL);
	CHECK_ERRNO(epoll_wait(fd, &event, 1, 0), EINVAL);
	CHECK_ERRNO(epoll_wait(999, &event, 1, 0), EBADF);
	CHECK_ERRNO(epoll_create1(1), EINVAL);
	CHECK_ERRNO(epoll_create(0), EINVAL);
	close(file);
}

int main(void)
{
	struct epoll_event events[4];
	uint64_t one = 1;
	int a = OK(eventfd(0, EFD_NONBLOCK)), b = OK(eventfd(0, EFD_NONBLOCK)), i;

	epoll = OK(epoll_create1(EPOLL_CLOEXEC));
	control(EPOLL_CTL_ADD, a, EPOLLIN, 111);
	control(EPOLL_CTL_ADD, b, EPOLLIN, 222);
	CHECK_EQ(ready(events, 4), 0);
	CHECK_EQ(write(b, &one, 8), 8);
	for (i = 0; i < 3; i++) {
		CHECK_EQ(ready(events, 4), 1);
		CHECK_EQ(events[0].data.u64, 222);
		CHECK_EQ(events[0].events, EPOLLIN);
	}
	CHECK_EQ(write(a, &one, 8), 8);
	CHECK_EQ(ready(events, 4), 2);
	CHECK_EQ(events[0].data.u64 + events[1].data.u64, 333);
	CHECK_EQ(ready(events, 1), 1);
	i = (int)events[0].data.u64;
	CHECK_EQ(ready(events, 1), 1); /* the ready ones take turns */
	CHECK_EQ(i + (int)events[0].data.u64, 333);

	control(EPOLL_CTL_MOD, a, EPOLLOUT, 444);
	CHECK_EQ(read(b, &one, 8), 8);
	CHECK_EQ(ready(events, 4), 1);
	CHECK_EQ(events[0].data.u64, 444);
	CHECK_EQ(events[0].events, EPOLLOUT);
	check_errors(a);
	CHECK_EQ(epoll_ctl(epoll, EPOLL_CTL_DEL, a, NULL), 0);
	CHECK_EQ(ready(events, 4), 0);
	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_DEL, a, NULL), ENOENT);
	CHECK_ERRNO(epoll_ctl(epoll, EPOLL_CTL_MOD, a, &events[0]), ENOENT);
	return 0;
}
