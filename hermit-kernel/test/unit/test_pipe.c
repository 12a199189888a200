// sources: fs/pipe.c fs/eventfd.c lib/format.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/pipe.c and fs/eventfd.c, one thread: what goes in comes out in order, limits hold, ends that close are noticed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm/ioctls.h>
#include <asm/signal.h>
#include <asm-generic/fcntl.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include "fs/eventfd.h"
#include "fs/pipe.h"
#include "sched/signal.h"
#include "test/unit/host.h"

/* not <stdlib.h>: its sigset_t is another one */
void free(void *memory);

#define CAPACITY 65536

static struct file *ends[2];
static uint8_t bytes[4 * CAPACITY], back[4 * CAPACITY];

static ssize64_t get(void *to, size_t size)
{
	return ends[0]->ops->read(ends[0], to, size, 0);
}

static ssize64_t put(const void *from, size_t size)
{
	return ends[1]->ops->write(ends[1], from, size, 0);
}

static uint32_t events(unsigned end)
{
	return ends[end]->ops->poll(ends[end], NULL);
}

static int set_up(void **state)
{
	host_signals = 0;
	host_random_bytes(bytes, CAPACITY);
	for (unsigned i = 1; i < 4; i++) /* repeats, so that any piece of a long stream lies in one place */
		memcpy(bytes + i * CAPACITY, bytes, CAPACITY);
	return pipe_new(ends, O_NONBLOCK);
}

static int tear_down(void **state)
{
	file_put(ends[0]);
	file_put(ends[1]);
	host_others_run = NULL;
	return 0;
}

static void random_pieces_stay_in_order(void **state)
{
	size_t in = 0, out = 0;
	for (unsigned round = 0; round < 20000; round++) {
		size_t size = 1 + host_random() % (round % 50 ? 5000 : 70000);
		size_t at = in % CAPACITY;
		if (host_random() % 2) {
			ssize64_t done = put(bytes + at, size);
			assert_true(done > 0 || done == -EAGAIN);
			if (size <= 4096 && done > 0)
				assert_int_equal(done, size); /* PIPE_BUF: all or nothing */
			in += done > 0 ? (size_t)done : 0;
		} else {
			ssize64_t done = get(back, size);
			assert_true(done > 0 || (done == -EAGAIN && in == out));
			for (ssize64_t i = 0; i < done; i += 97)
				assert_int_equal(back[i], bytes[(out + (size_t)i) % CAPACITY]);
			out += done > 0 ? (size_t)done : 0;
		}
		assert_true(in - out <= CAPACITY);
	}
}

static void limits(void **state)
{
	int count;
	assert_int_equal(put(bytes, 2 * CAPACITY), CAPACITY);
	assert_int_equal(put(bytes, 1), -EAGAIN);
	assert_int_equal(events(1), 0);
	assert_int_equal(events(0), EPOLLIN | EPOLLRDNORM);
	assert_int_equal(ends[0]->ops->ioctl(ends[0], FIONREAD, (uint64_t)&count), 0);
	assert_int_equal(count, CAPACITY);
	assert_int_equal(ends[0]->ops->ioctl(ends[0], TCGETS, 0), -ENOTTY);
	assert_int_equal(get(back, 100), 100);
	assert_int_equal(put(bytes, 4096), -EAGAIN); /* must stay together */
	assert_int_equal(put(bytes, 4097), 100);     /* need not */
	assert_int_equal(get(back, sizeof(back)), CAPACITY);
	assert_int_equal(get(back, 1), -EAGAIN);
	assert_int_equal(events(1), EPOLLOUT | EPOLLWRNORM);
	assert_int_equal(events(0), 0);
}

static void another_size_keeps_the_bytes(void **state)
{
	const struct file_ops *ops = ends[1]->ops;
	put(bytes, 60000);
	get(back, 50000);
	put(bytes + 60000, 30000); /* wraps around */
	assert_int_equal(ops->control(ends[1], F_GETPIPE_SZ, 0), CAPACITY);
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 4096), -EBUSY);
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 70000), 131072);
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 40001), 65536);
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 2 << 20), -EPERM);
	assert_int_equal(ops->control(ends[1], F_GETFL, 0), -EINVAL);
	assert_int_equal(get(back, sizeof(back)), 40000);
	assert_memory_equal(back, bytes + 50000, 40000);
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 1), 4096);
	assert_int_equal(put(bytes, 5000), 4096);
	host_allocations_left = 1;
	assert_int_equal(ops->control(ends[1], F_SETPIPE_SZ, 65536), -ENOMEM);
	host_allocations_left = -1;
	assert_int_equal(get(back, sizeof(back)), 4096);
	assert_memory_equal(back, bytes, 4096);
}

static void without_writers_it_ends(void **state)
{
	put("ab", 2);
	file_put(file_get(ends[1]));
	assert_int_equal(events(0), EPOLLIN | EPOLLRDNORM);
	file_put(ends[1]);
	ends[1] = NULL;
	assert_int_equal(events(0), EPOLLIN | EPOLLRDNORM | EPOLLHUP);
	assert_int_equal(get(back, 10), 2);
	assert_int_equal(get(back, 10), 0);
	assert_int_equal(events(0), EPOLLHUP);
}

static void without_readers_it_breaks(void **state)
{
	file_put(ends[0]);
	ends[0] = NULL;
	assert_true(events(1) & EPOLLERR);
	assert_int_equal(put("a", 1), -EPIPE);
	assert_int_equal(host_signals, SIGMASK(SIGPIPE));
}

static bool reader_takes_some(void)
{
	static unsigned calls;
	return get(back + 10000 * (calls++ % 20), 10000) > 0;
}

static void a_writer_waits_for_room(void **state)
{
	ends[1]->flags &= ~(unsigned)O_NONBLOCK;
	host_others_run = reader_takes_some;
	assert_int_equal(put(bytes, 200000), 200000);
	host_others_run = NULL;
	assert_int_equal(put(bytes, 200000), CAPACITY - (200000 - 140000)); /* a signal ends it with what was done */
	assert_int_equal(put(bytes, 1), -512);
}

static void named_pipes_meet_by_inode(void **state)
{
	struct inode inode;
	struct file *reader = file_new(ends[0]->ops, O_RDONLY | O_NONBLOCK, NULL, NULL);
	struct file *writer = file_new(ends[0]->ops, O_WRONLY | O_NONBLOCK, NULL, NULL);
	struct file *lonely = file_new(ends[0]->ops, O_WRONLY | O_NONBLOCK, NULL, NULL);
	assert_int_equal(pipe_open_named(&inode, lonely), -ENXIO); /* nobody reads */
	assert_int_equal(pipe_open_named(&inode, reader), 0);
	assert_int_equal(pipe_open_named(&inode, writer), 0);
	assert_int_equal(writer->ops->write(writer, "x", 1, 0), 1);
	assert_int_equal(reader->ops->read(reader, back, 9, 0), 1);
	file_put(writer);
	assert_int_equal(reader->ops->read(reader, back, 9, 0), 0);
	file_put(reader);
	free(lonely);
}

static void eventfd_counts(void **state)
{
	struct file *file = eventfd_new(5, O_NONBLOCK);
	uint64_t value;
	assert_int_equal(file->ops->read(file, &value, 7, 0), -EINVAL);
	assert_int_equal(file->ops->read(file, &value, 8, 0), 8);
	assert_int_equal(value, 5);
	assert_int_equal(file->ops->read(file, &value, 8, 0), -EAGAIN);
	assert_int_equal(file->ops->poll(file, NULL), EPOLLOUT | EPOLLWRNORM);
	value = UINT64_MAX;
	assert_int_equal(file->ops->write(file, &value, 8, 0), -EINVAL);
	value = UINT64_MAX - 1;
	assert_int_equal(file->ops->write(file, &value, 8, 0), 8);
	assert_int_equal(file->ops->poll(file, NULL), EPOLLIN | EPOLLRDNORM);
	value = 1;
	assert_int_equal(file->ops->write(file, &value, 8, 0), -EAGAIN);
	file_put(file);
	file = eventfd_new(2, O_NONBLOCK | EFD_SEMAPHORE);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(file->ops->read(file, &value, 8, 0), 8);
		assert_int_equal(value, 1);
	}
	assert_int_equal(file->ops->read(file, &value, 8, 0), -EAGAIN);
	file_put(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(random_pieces_stay_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_size_keeps_the_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_writers_it_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_readers_it_breaks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_writer_waits_for_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(named_pipes_meet_by_inode, set_up, tear_down),
		cmocka_unit_test(eventfd_counts),
	};
	return cmocka_run_group_tests_name("pipe", tests, NULL, NULL);
}
