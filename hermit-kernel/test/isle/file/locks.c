/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * flock, open-file-description locks and record locks within one process: who conflicts with whom, waiting, release on
 * close.
 * @folders tmp root share
 * @cores 2
 */
#include <sys/file.h>
#include "test.h"

static int first, second;

static struct flock range(short type, off_t start, off_t length)
{
	return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

static void *unlock_later(void *argument TEST_UNUSED)
{
	test_sleep_ms(20);
	CHECK_EQ(flock(first, LOCK_UN), 0);
	return NULL;
}

static void check_flock(void)
{
	pthread_t thread;

	CHECK_EQ(flock(first, LOCK_SH), 0);
	CHECK_EQ(flock(second, LOCK_SH | LOCK_NB), 0);
	CHECK_ERRNO(flock(second, LOCK_EX | LOCK_NB), EWOULDBLOCK);
	CHECK_EQ(flock(second, LOCK_UN), 0);
	CHECK_EQ(flock(first, LOCK_EX | LOCK_NB), 0);
	CHECK_ERRNO(flock(second, LOCK_SH | LOCK_NB), EWOULDBLOCK);
	thread = test_thread(unlock_later, NULL);
	CHECK_EQ(flock(second, LOCK_EX), 0);
	test_join(thread);
	CHECK_EQ(flock(second, LOCK_UN), 0);
	CHECK_ERRNO(flock(first, 0x3), EINVAL);
	CHECK_ERRNO(flock(999, LOCK_SH), EBADF);
}

static void check_description_locks(void)
{
	struct flock lock = range(F_WRLCK, 0, 100), other = range(F_WRLCK, 50, 100), query = range(F_WRLCK, 10, 5);

	CHECK_EQ(fcntl(first, F_OFD_SETLK, &lock), 0);
	CHECK_ERRNO(fcntl(second, F_OFD_SETLK, &other), EAGAIN);
	CHECK_EQ(fcntl(second, F_OFD_GETLK, &query), 0);
	CHECK_EQ(query.l_type, F_WRLCK);
	CHECK_EQ(query.l_start, 0);
	CHECK_EQ(query.l_len, 100);
	CHECK_EQ(query.l_pid, -1);
	other = range(F_WRLCK, 100, 100);
	CHECK_EQ(fcntl(second, F_OFD_SETLK, &other), 0);
	lock = range(F_UNLCK, 0, 50);
	CHECK_EQ(fcntl(first, F_OFD_SETLK, &lock), 0);
	other = range(F_WRLCK, 0, 50);
	CHECK_EQ(fcntl(second, F_OFD_SETLK, &other), 0);
}

/* Java's FileChannel.lock: record locks never conflict within a process. */
static void check_record_locks(void)
{
	struct flock lock = range(F_WRLCK, 1000, 10), bad = range(99, 0, 0), query = range(F_WRLCK, 1000, 10);
	int ro = OK(open("locked", O_RDONLY));

	CHECK_EQ(fcntl(first, F_SETLK, &lock), 0);
	CHECK_EQ(fcntl(second, F_SETLK, &lock), 0);
	CHECK_EQ(fcntl(second, F_GETLK, &query), 0);
	CHECK_EQ(query.l_type, F_UNLCK);
	lock.l_type = F_UNLCK;
	CHECK_EQ(fcntl(first, F_SETLKW, &lock), 0);
	CHECK_ERRNO(fcntl(first, F_SETLK, &bad), EINVAL);
	lock.l_type = F_WRLCK;
	CHECK_ERRNO(fcntl(ro, F_SETLK, &lock), EBADF);
	close(ro);
}

int main(int argc, char **argv)
{
	int third;

	test_enter_folder(argc, argv);
	first = OK(open("locked", O_RDWR | O_CREAT, 0600));
	second = OK(open("locked", O_RDWR));
	check_flock();
	check_description_locks();
	check_record_locks();
	CHECK_EQ(flock(first, LOCK_EX), 0);
	CHECK_EQ(close(first), 0); /* goes with the description */
	third = OK(open("locked", O_RDWR));
	CHECK_EQ(flock(third, LOCK_EX | LOCK_NB), 0);
	return 0;
}
