// sources: fs/fdtable.c fs/file.c fs/limit.c fs/lock.c fs/walk.c fs/dentry.c fs/inode.c fs/names.c lib/format.c
// sources: sched/rlimit.c test/unit/host.c test/unit/host_fs.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fs/fdtable.c: lowest free descriptor first, limits, flags; and threads that look a descriptor up while others close
 * and reopen it: whoever gets a file gets one that is open.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "fs/file.h"
#include "sched/rlimit.h"
#include "test/unit/host.h"

/* The host's; its header does not go with the kernel's. */
typedef unsigned long pthread_t;
int pthread_create(pthread_t *thread, const void *attributes, void *(*body)(void *), void *arg);
int pthread_join(pthread_t thread, void **result);

#define MODEL_SIZE   200
#define MODEL_STEPS  20000
#define RACE_THREADS 4
#define RACE_ROUNDS  60000

static unsigned released;

static void release(struct file *file)
{
	released++;
}

static const struct file_ops counted = {.release = release};

static struct file *new_file(void)
{
	struct file *file = file_new(&counted, 0, NULL, NULL);
	assert_non_null(file);
	return file;
}

static void set_limit(uint64_t soft)
{
	struct rlimit64 limit = {soft, FD_MAX};
	assert_int_equal(rlimit_exchange(RLIMIT_NOFILE, &limit, NULL), 0);
}

static bool model[MODEL_SIZE];

static int model_lowest(int from)
{
	while (model[from])
		from++;
	return from;
}

static void step(void)
{
	int fd = (int)(host_random() % (MODEL_SIZE - 50));
	int expected;
	struct file *file;
	switch (host_random() % 4) {
	case 0:
		expected = model_lowest(fd);
		assert_int_equal(fd_install(new_file(), fd, fd % 2), expected);
		assert_int_equal(fd_close_on_exec(expected), fd % 2);
		model[expected] = true;
		break;
	case 1:
		expected = model_lowest(0);
		assert_int_equal(fd_install(new_file(), 0, false), expected);
		model[expected] = true;
		break;
	case 2:
		assert_int_equal(fd_close(fd), model[fd] ? 0 : -EBADF);
		model[fd] = false;
		break;
	case 3:
		file = fd_get(fd);
		assert_int_equal(file != NULL, model[fd]);
		assert_int_equal(fd_set_close_on_exec(fd, true), model[fd] ? 0 : -EBADF);
		file_put(file);
		break;
	}
}

static void lowest_free_first(void **state)
{
	set_limit(MODEL_SIZE);
	for (unsigned i = 0; i < MODEL_STEPS; i++) {
		step();
		unsigned in_use = 0;
		for (unsigned k = 0; k < MODEL_SIZE; k++)
			in_use += model[k];
		if (in_use > MODEL_SIZE - 60)
			for (int fd = fd_next(0); fd >= 0; fd = fd_next(fd + 1)) {
				assert_true(model[fd]);
				fd_close(fd);
				model[fd] = false;
			}
	}
	for (int fd = fd_next(0); fd >= 0; fd = fd_next(fd))
		fd_close(fd);
}

static void limits_hold(void **state)
{
	struct file *file = new_file();
	set_limit(3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(fd_install(file_get(file), 0, false), i);
	assert_int_equal(fd_install(file, 0, false), -EMFILE);
	assert_int_equal(fd_install_at(file, 3, false), -EBADF);
	assert_int_equal(fd_install_at(file, -1, false), -EBADF);
	set_limit(FD_MAX);
	assert_int_equal(fd_install(file_get(file), FD_MAX - 1, false), FD_MAX - 1);
	assert_int_equal(fd_install(file, FD_MAX - 1, false), -EMFILE);
	assert_int_equal(fd_next(3), FD_MAX - 1);
	assert_int_equal(fd_close(FD_MAX - 1), 0);
	assert_int_equal(fd_close(FD_MAX), -EBADF);
	for (int i = 0; i < 3; i++)
		assert_int_equal(fd_close(i), 0);
	file_put(file);
}

static void replacing_releases_the_old_file(void **state)
{
	unsigned before = released;
	assert_int_equal(fd_install(new_file(), 0, true), 0);
	assert_int_equal(fd_install_at(new_file(), 0, false), 0);
	assert_int_equal(released, before + 1);
	assert_false(fd_close_on_exec(0));
	assert_int_equal(fd_install_at(new_file(), 5000, false), 5000);
	assert_int_equal(fd_close(5000), 0);
	assert_int_equal(fd_close(0), 0);
	assert_int_equal(released, before + 3);
}

/* The race. A file's private counts its state: opened 1, released 0. */

static _Atomic bool race_over;
static _Atomic unsigned looked_up, missed, wrong;

static void race_release(struct file *file)
{
	atomic_store((_Atomic uintptr_t *)(void *)&file->private, 0);
}

static const struct file_ops racing = {.release = race_release};

static void *look_up(void *arg)
{
	while (!race_over) {
		struct file *file = fd_get((int)(looked_up % 4));
		looked_up++;
		if (!file) {
			missed++;
			continue;
		}
		if (!atomic_load((_Atomic uintptr_t *)(void *)&file->private))
			wrong++;
		file_put(file);
	}
	return NULL;
}

static void look_ups_race_with_close(void **state)
{
	pthread_t threads[RACE_THREADS];
	for (unsigned i = 0; i < RACE_THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_up, NULL), 0);
	for (unsigned i = 0; i < RACE_ROUNDS; i++) {
		int fd = fd_install(file_new(&racing, 0, (void *)1, NULL), 0, false);
		assert_in_range(fd, 0, 3);
		if (i % 3 == 0)
			fd = fd_install_at(file_new(&racing, 0, (void *)1, NULL), 3 - fd, false);
		assert_int_equal(fd_close(fd), 0);
		if (i % 16 == 0)
			for (fd = fd_next(0); fd >= 0; fd = fd_next(fd + 1))
				fd_close(fd);
	}
	race_over = true;
	for (unsigned i = 0; i < RACE_THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(wrong, 0);
	assert_true(missed < looked_up); /* some did get a file */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lowest_free_first),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(replacing_releases_the_old_file),
		cmocka_unit_test(look_ups_race_with_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
