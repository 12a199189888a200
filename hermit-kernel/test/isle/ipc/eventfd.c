/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * eventfd: adds what is written, hands it out whole or one by one, blocks at zero and at its maximum.
 * @cores 2
 */
#include <poll.h>
#include <sys/eventfd.h>
#include "test.h"

static void *post_later(void *argument)
{
	uint64_t five = 5;

	test_sleep_ms(20);
	CHECK_EQ(write(*(int *)argument, &five, 8), 8);
	return NULL;
}

int main(void)
{
	int fd = OK(eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC)), semaphore = OK(eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK));
	int blocking = OK(eventfd(0, 0));
	struct pollfd entry = {.fd = fd, .events = POLLIN | POLLOUT};
	uint64_t value = 4;
	pthread_t thread;

	CHECK_EQ(write(fd, &value, 8), 8);
	CHECK_EQ(poll(&entry, 1, 0), 1);
	CHECK_EQ(entry.revents, POLLIN | POLLOUT);
	CHECK_EQ(read(fd, &value, 8), 8);
	CHECK_EQ(value, 7);
	CHECK_ERRNO(read(fd, &value, 8), EAGAIN);
	CHECK_EQ(poll(&entry, 1, 0), 1);
	CHECK_EQ(entry.revents, POLLOUT);

	value = UINT64_MAX;
	CHECK_ERRNO(write(fd, &value, 8), EINVAL);
	value = UINT64_MAX - 1;
	CHECK_EQ(write(fd, &value, 8), 8);
	value = 1;
	CHECK_ERRNO(write(fd, &value, 8), EAGAIN);
	CHECK_EQ(poll(&entry, 1, 0), 1);
	CHECK_EQ(entry.revents, POLLIN);
	CHECK_ERRNO(read(fd, &value, 4), EINVAL);
	CHECK_ERRNO(write(fd, &value, 4), EINVAL);

	CHECK_EQ(read(semaphore, &value, 8), 8);
	CHECK_EQ(value, 1);
	CHECK_EQ(read(semaphore, &value, 8), 8);
	CHECK_EQ(value, 1);
	CHECK_ERRNO(read(semaphore, &value, 8), EAGAIN);

	thread = test_thread(post_later, &blocking);
	CHECK_EQ(read(blocking, &value, 8), 8);
	CHECK_EQ(value, 5);
	test_join(thread);
	CHECK_ERRNO(eventfd(0, 0x4000), EINVAL);
	return 0;
}
