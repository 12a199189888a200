// sources: fs/epoll.c fs/poll.c fs/eventfd.c lib/radix.c lib/format.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/epoll.c and fs/poll.c: level, edge, one shot, nesting, files that go; the cost does not depend on idle files. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <asm-generic/fcntl.h>
#include "fs/epoll.h"
#include "fs/eventfd.h"
#include "fs/poll.h"
#include "test/unit/host.h"

#define RESTARTNOHAND 514

static struct file *epoll;
static struct epoll_event events[64];

static int set_up(void **state)
{
	epoll = epoll_new();
	host_others_run = NULL;
	return is_error(epoll);
}

static int tear_down(void **state)
{
	file_put(epoll);
	return 0;
}

static struct file *new_event(uint64_t count)
{
	return eventfd_new(count, O_NONBLOCK);
}

static void signal_event(struct file *file)
{
	uint64_t one = 1;
	assert_int_equal(file->ops->write(file, &one, sizeof(one), 0), sizeof(one));
}

static void drain_event(struct file *file)
{
	uint64_t value;
	file->ops->read(file, &value, sizeof(value), 0);
}

static int watch(struct file *by, int operation, int fd, struct file *file, uint32_t wanted)
{
	struct epoll_event event = {.events = wanted, .data = (uint64_t)fd};
	return epoll_control(by, operation, fd, file, &event);
}

static long collect(struct file *by, unsigned max)
{
	return epoll_wait(by, (uint64_t)events, max, 0);
}

static void level_is_reported_as_long_as_it_holds(void **state)
{
	struct file *file = new_event(0);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 3, file, EPOLLIN), 0);
	assert_int_equal(collect(epoll, 8), 0);
	signal_event(file);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(collect(epoll, 8), 1);
		assert_int_equal(events[0].events, EPOLLIN);
		assert_int_equal(events[0].data, 3);
	}
	drain_event(file);
	assert_int_equal(collect(epoll, 8), 0);
	assert_int_equal(watch(epoll, EPOLL_CTL_MOD, 3, file, EPOLLOUT), 0);
	assert_int_equal(collect(epoll, 8), 1);
	assert_int_equal(events[0].events, EPOLLOUT);
	assert_int_equal(watch(epoll, EPOLL_CTL_DEL, 3, file, 0), 0);
	assert_int_equal(collect(epoll, 8), 0);
	file_put(file);
}

static void edges_and_single_shots(void **state)
{
	struct file *file = new_event(1);
	watch(epoll, EPOLL_CTL_ADD, 3, file, EPOLLIN | EPOLLET);
	assert_int_equal(collect(epoll, 8), 1); /* it holds already */
	assert_int_equal(collect(epoll, 8), 0);
	signal_event(file);
	assert_int_equal(collect(epoll, 8), 1);
	assert_int_equal(collect(epoll, 8), 0);
	watch(epoll, EPOLL_CTL_MOD, 3, file, EPOLLIN | EPOLLONESHOT);
	assert_int_equal(collect(epoll, 8), 1);
	signal_event(file);
	assert_int_equal(collect(epoll, 8), 0);
	watch(epoll, EPOLL_CTL_MOD, 3, file, EPOLLIN | EPOLLONESHOT);
	assert_int_equal(collect(epoll, 8), 1);
	file_put(file);
}

static void wrong_uses(void **state)
{
	struct file *file = new_event(0);
	static const struct file_ops regular = {.mode = 0};
	struct file *plain = file_new(&regular, O_RDONLY, NULL, NULL);
	assert_int_equal(watch(epoll, EPOLL_CTL_MOD, 3, file, EPOLLIN), -ENOENT);
	assert_int_equal(watch(epoll, EPOLL_CTL_DEL, 3, file, EPOLLIN), -ENOENT);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 3, file, EPOLLIN), 0);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 3, file, EPOLLIN), -EEXIST);
	assert_int_equal(watch(epoll, 99, 3, file, EPOLLIN), -EINVAL);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 4, epoll, EPOLLIN), -EINVAL);
	assert_int_equal(watch(file, EPOLL_CTL_ADD, 4, epoll, EPOLLIN), -EINVAL);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 5, plain, EPOLLIN), -EPERM);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 6, file, EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT), -EINVAL);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 6, file, EPOLLIN | EPOLLEXCLUSIVE), 0);
	assert_int_equal(watch(epoll, EPOLL_CTL_MOD, 6, file, EPOLLIN), -EINVAL);
	file_put(file);
	file_put(plain);
}

static void a_file_that_goes_is_forgotten(void **state)
{
	struct file *file = new_event(1), *other = new_event(1), *second = epoll_new();
	watch(epoll, EPOLL_CTL_ADD, 3, file, EPOLLIN);
	watch(epoll, EPOLL_CTL_ADD, 4, file, EPOLLIN);
	watch(second, EPOLL_CTL_ADD, 3, file, EPOLLIN);
	watch(epoll, EPOLL_CTL_ADD, 5, other, EPOLLIN);
	assert_int_equal(collect(epoll, 8), 3);
	file_put(file);
	assert_int_equal(collect(epoll, 8), 1);
	assert_int_equal(collect(second, 8), 0);
	/* the number comes back for another file while the first lived on under it */
	struct file *again = new_event(1);
	assert_int_equal(watch(epoll, EPOLL_CTL_ADD, 5, again, EPOLLIN), 0);
	assert_int_equal(collect(epoll, 8), 2);
	file_put(other);
	assert_int_equal(collect(epoll, 8), 1);
	assert_int_equal(watch(epoll, EPOLL_CTL_DEL, 5, again, 0), 0);
	file_put(again);
	file_put(second);
}

static void instances_nest_without_loops(void **state)
{
	struct file *chain[8], *file = new_event(0);
	chain[0] = epoll;
	for (unsigned i = 1; i < 8; i++)
		chain[i] = epoll_new();
	assert_int_equal(watch(chain[0], EPOLL_CTL_ADD, 3, file, EPOLLIN), 0);
	for (unsigned i = 1; i < 5; i++)
		assert_int_equal(watch(chain[i], EPOLL_CTL_ADD, 9, chain[i - 1], EPOLLIN), 0);
	assert_int_equal(watch(chain[0], EPOLL_CTL_ADD, 9, chain[4], EPOLLIN), -ELOOP);
	assert_int_equal(collect(chain[4], 8), 0);
	signal_event(file);
	assert_int_equal(collect(chain[4], 8), 1);
	drain_event(file);
	assert_int_equal(collect(chain[4], 8), 0);
	int error = 0;
	for (unsigned i = 5; i < 8 && !error; i++)
		error = watch(chain[i], EPOLL_CTL_ADD, 9, chain[i - 1], EPOLLIN);
	assert_int_equal(error, -ELOOP); /* too deep */
	for (unsigned i = 7; i >= 1; i--)
		file_put(chain[i]);
	file_put(file);
}

static void few_at_a_time_takes_turns(void **state)
{
	struct file *files[10];
	unsigned seen[10] = {0};
	for (int i = 0; i < 10; i++) {
		files[i] = new_event(1);
		watch(epoll, EPOLL_CTL_ADD, i, files[i], EPOLLIN);
	}
	for (unsigned round = 0; round < 10; round++) {
		assert_int_equal(collect(epoll, 3), 3);
		for (unsigned i = 0; i < 3; i++)
			seen[events[i].data]++;
	}
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(seen[i], 3);
	for (int i = 0; i < 10; i++)
		file_put(files[i]);
}

static unsigned polls;
static uint32_t count_poll(struct file *file, struct poll_table *table)
{
	polls++;
	return 0;
}

static void idle_files_cost_nothing(void **state)
{
	static const struct file_ops idle = {.poll = count_poll};
	struct file *files[1000], *event = new_event(0);
	for (int i = 0; i < 1000; i++) {
		files[i] = file_new(&idle, O_RDWR, NULL, NULL);
		watch(epoll, EPOLL_CTL_ADD, i, files[i], EPOLLIN);
	}
	watch(epoll, EPOLL_CTL_ADD, 1000, event, EPOLLIN);
	polls = 0;
	signal_event(event);
	assert_int_equal(collect(epoll, 8), 1);
	assert_int_equal(polls, 0);
	for (int i = 0; i < 1000; i++)
		file_put(files[i]);
	file_put(event);
}

static struct file *late;
static bool others_signal(void)
{
	signal_event(late);
	return true;
}

static void waiting(void **state)
{
	late = new_event(0);
	watch(epoll, EPOLL_CTL_ADD, 3, late, EPOLLIN);
	assert_int_equal(epoll_wait(epoll, (uint64_t)events, 8, 1), 0); /* the time is over */
	host_interrupted = true;
	assert_int_equal(epoll_wait(epoll, (uint64_t)events, 8, WAIT_FOREVER), -512);
	host_interrupted = false;
	host_others_run = others_signal;
	assert_int_equal(epoll_wait(epoll, (uint64_t)events, 8, WAIT_FOREVER), 1);
	host_others_run = NULL;
	file_put(late);
}

static void poll_of_several(void **state)
{
	struct file *files[20];
	struct poll_entry entries[20] = {{0}};
	for (unsigned i = 0; i < 20; i++) {
		files[i] = new_event(0);
		entries[i] = (struct poll_entry){.file = i == 7 ? NULL : files[i], .wanted = EPOLLIN};
	}
	assert_int_equal(poll_wait_any(entries, 20, 0), 0);
	assert_int_equal(poll_wait_any(entries, 20, 1), 0);
	host_interrupted = true;
	assert_int_equal(poll_wait_any(entries, 20, WAIT_FOREVER), -RESTARTNOHAND);
	host_interrupted = false;
	late = files[19];
	host_others_run = others_signal;
	assert_int_equal(poll_wait_any(entries, 20, WAIT_FOREVER), 1);
	host_others_run = NULL;
	assert_int_equal(entries[19].ready, EPOLLIN);
	signal_event(files[0]);
	assert_int_equal(poll_wait_any(entries, 20, WAIT_FOREVER), 2);
	assert_int_equal(entries[1].ready, 0);
	drain_event(files[0]);
	drain_event(files[19]);
	host_allocations_left = 5; /* eight hooks need none */
	assert_int_equal(poll_wait_any(entries, 20, 1), -ENOMEM);
	host_allocations_left = -1;
	for (unsigned i = 0; i < 20; i++)
		file_put(files[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(level_is_reported_as_long_as_it_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edges_and_single_shots, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wrong_uses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_goes_is_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(instances_nest_without_loops, set_up, tear_down),
		cmocka_unit_test_setup_teardown(few_at_a_time_takes_turns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(idle_files_cost_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(waiting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(poll_of_several, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("epoll", tests, NULL, NULL);
}
