/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * shm_open and sem_open, which live in /dev/shm: created, mapped twice, found by name, removed.
 * @cores 2
 */
#include <semaphore.h>
#include <sys/mman.h>
#include "test.h"

static sem_t *semaphore;

static void *poster(void *argument TEST_UNUSED)
{
	int i;

	for (i = 0; i < 100; i++)
		CHECK_EQ(sem_post(semaphore), 0);
	return NULL;
}

int main(void)
{
	char name[64], *first, *second;
	pthread_t thread;
	int fd, again, i;

	snprintf(name, sizeof(name), "/isle-test-%d", getpid());
	fd = OK(shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600));
	CHECK_EQ(ftruncate(fd, 8192), 0);
	again = OK(shm_open(name, O_RDWR, 0));
	first = OK(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	second = OK(mmap(NULL, 8192, PROT_READ, MAP_SHARED, again, 0));
	first[8191] = 'x';
	CHECK_EQ(second[8191], 'x');
	CHECK_EQ(shm_unlink(name), 0);
	CHECK_ERRNO(shm_open(name, O_RDWR, 0), ENOENT);
	first[0] = 'y';
	CHECK_EQ(second[0], 'y');

	semaphore = sem_open(name, O_CREAT | O_EXCL, 0600, 0);
	CHECK(semaphore != SEM_FAILED);
	thread = test_thread(poster, NULL);
	for (i = 0; i < 100; i++)
		CHECK_EQ(sem_wait(semaphore), 0);
	test_join(thread);
	CHECK_EQ(sem_close(semaphore) | sem_unlink(name), 0);
	return 0;
}
