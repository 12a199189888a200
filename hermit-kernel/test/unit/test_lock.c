// sources: fs/lock.c fs/file.c fs/fdtable.c fs/limit.c fs/walk.c fs/dentry.c fs/inode.c fs/names.c lib/format.c
// sources: sched/rlimit.c test/unit/host.c test/unit/host_fs.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* fs/lock.c against a table of bytes: record locks of the process, OFD locks of three open files; flock; release at
 * close. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <asm/fcntl.h>
#include "fs/file_internal.h"
#include "fs/lock.h"
#include "sched/process.h"
#include "test/unit/host.h"
#include "test/unit/host_fs.h"

#define BYTES  48u
#define FILES  3u
#define OWNERS (FILES + 1) /* the last one: the process */
#define STEPS  40000

#define SHARED    1u
#define EXCLUSIVE 2u
#define NONBLOCK  4u
#define UNLOCK    8u

static struct inode inode;
static struct superblock super;
static const struct inode_ops no_operations;
static const struct file_ops no_file_operations;
static struct file *files[FILES];
static uint8_t model[OWNERS][BYTES]; /* 0, SHARED, EXCLUSIVE */

static struct file *new_file(void)
{
	struct file *file = file_new(&no_file_operations, O_RDWR, NULL, NULL);
	file->inode = inode_get(&inode);
	file->seekable = true;
	return file;
}

static int prepare(void **state)
{
	host_fs_init();
	inode_init(&inode, &super, &no_operations, 0100644);
	for (unsigned i = 0; i < FILES; i++)
		files[i] = new_file();
	return 0;
}

static bool conflicts(unsigned owner, unsigned kind, unsigned start, unsigned end)
{
	for (unsigned other = 0; other < OWNERS; other++)
		for (unsigned at = start; other != owner && at < end; at++)
			if (model[other][at] && (kind == EXCLUSIVE || model[other][at] == EXCLUSIVE))
				return true;
	return false;
}

static void step(void)
{
	static const short types[] = {F_UNLCK, F_RDLCK, F_WRLCK};
	unsigned owner = host_random() % OWNERS, kind = host_random() % 3;
	unsigned start = host_random() % BYTES, end = start + 1 + host_random() % (BYTES - start);
	bool get = host_random() % 3 == 0 && kind;
	struct file *file = files[owner < FILES ? owner : host_random() % FILES];
	struct flock lock = {.l_type = types[kind], .l_whence = 0, .l_start = start, .l_len = end - start};
	if (end == BYTES)
		lock.l_len = 0; /* to the end, wherever that is */
	unsigned command = owner < FILES ? (get ? F_OFD_GETLK : F_OFD_SETLK) : (get ? F_GETLK : F_SETLK);
	int error = lock_record(file, command, &lock);
	bool conflict = kind && conflicts(owner, kind, start, end);
	if (get) {
		assert_int_equal(error, 0);
		assert_int_equal(lock.l_type != F_UNLCK, conflict);
	} else {
		assert_int_equal(error, conflict ? -EAGAIN : 0);
		if (!conflict)
			memset(&model[owner][start], (int)kind, end - start);
	}
}

static void locks_behave_as_a_table(void **state)
{
	for (unsigned i = 0; i < STEPS; i++)
		step();
}

/** Goes on with what the test before left. */
static void closing_releases(void **state)
{
	struct flock all = {.l_type = F_WRLCK};
	for (unsigned i = 1; i < FILES; i++)
		file_put(files[i]);
	file_close(file_get(files[0])); /* any descriptor of the inode: the process' locks go */
	assert_int_equal(lock_record(files[0], F_OFD_SETLK, &all), 0);
	files[1] = new_file();
	assert_int_equal(lock_record(files[1], F_OFD_SETLK, &all), -EAGAIN);
	file_put(files[0]);
	assert_int_equal(lock_record(files[1], F_OFD_SETLK, &all), 0);
	files[0] = new_file();
}

static bool others_unlock(void)
{
	struct flock all = {.l_type = F_UNLCK};
	return lock_record(files[1], F_OFD_SETLK, &all) == 0;
}

static void waiting(void **state)
{
	struct flock all = {.l_type = F_WRLCK};
	assert_int_equal(lock_record(files[0], F_OFD_SETLKW, &all), -ERESTARTSYS);
	host_others_run = others_unlock;
	assert_int_equal(lock_record(files[0], F_OFD_SETLKW, &all), 0);
	host_others_run = NULL;
}

static void flocks(void **state)
{
	assert_int_equal(lock_flock(files[0], SHARED), 0);
	assert_int_equal(lock_flock(files[1], SHARED), 0);
	assert_int_equal(lock_flock(files[0], EXCLUSIVE | NONBLOCK), -EAGAIN);
	assert_int_equal(lock_flock(files[1], UNLOCK), 0);
	assert_int_equal(lock_flock(files[0], EXCLUSIVE | NONBLOCK), 0);
	assert_int_equal(lock_flock(files[1], SHARED | NONBLOCK), -EAGAIN);
	assert_int_equal(lock_flock(files[0], 0), -EINVAL);
	struct flock part = {.l_type = F_RDLCK, .l_start = 100, .l_len = 1};
	assert_int_equal(lock_record(files[0], F_OFD_SETLK, &part), 0); /* a space of its own */
}

static void ranges(void **state)
{
	struct flock lock = {.l_type = F_UNLCK};
	assert_int_equal(lock_record(files[0], F_OFD_SETLK, &lock), 0);
	lock = (struct flock){.l_type = F_RDLCK, .l_start = -1};
	assert_int_equal(lock_record(files[0], F_SETLK, &lock), -EINVAL);
	lock = (struct flock){.l_type = F_RDLCK, .l_start = 10, .l_len = -10};
	assert_int_equal(lock_record(files[0], F_SETLK, &lock), 0);
	lock = (struct flock){.l_type = F_RDLCK, .l_start = 10, .l_len = -11};
	assert_int_equal(lock_record(files[0], F_SETLK, &lock), -EINVAL);
	lock = (struct flock){.l_type = F_RDLCK, .l_start = INT64_MAX, .l_len = 2};
	assert_int_equal(lock_record(files[0], F_SETLK, &lock), -EOVERFLOW);
	lock = (struct flock){.l_type = 9};
	assert_int_equal(lock_record(files[0], F_SETLK, &lock), -EINVAL);
	lock = (struct flock){.l_type = F_WRLCK, .l_pid = 5};
	assert_int_equal(lock_record(files[0], F_OFD_SETLK, &lock), -EINVAL);
	files[1]->flags = O_RDONLY;
	lock = (struct flock){.l_type = F_WRLCK};
	assert_int_equal(lock_record(files[1], F_SETLK, &lock), -EBADF);
}

static int finish(void **state)
{
	file_close(files[0]); /* LeakSanitizer looks for locks that stayed */
	file_put(files[1]);
	return list_empty(&inode.locks) ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks_behave_as_a_table),
		cmocka_unit_test(closing_releases),
		cmocka_unit_test(waiting),
		cmocka_unit_test(flocks),
		cmocka_unit_test(ranges),
	};
	return cmocka_run_group_tests(tests, prepare, finish);
}
