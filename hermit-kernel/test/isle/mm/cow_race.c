/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads write different bytes of the same private file page at the same moment: the page is copied once and keeps
 * them all.
 * @folders tmp share
 * @cores 4
 */
#include <sys/mman.h>
#include "test.h"

#define THREADS 4
#define PAGES   64
#define ROUNDS  30

static char *memory;
static pthread_barrier_t step;

static void *body(void *argument)
{
	long index = (long)argument;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&step); /* mapped */
		for (i = 0; i < PAGES; i++)
			memory[i * 4096 + index] = (char)('a' + index);
		pthread_barrier_wait(&step); /* written */
	}
	return NULL;
}

static void check_pages(void)
{
	int i, j;

	for (i = 0; i < PAGES; i++)
		for (j = 0; j < 4096; j++)
			if (memory[i * 4096 + j] != (j < THREADS ? 'a' + j : 'f'))
				CHECK_EQ(memory[i * 4096 + j], j < THREADS ? 'a' + j : 'f');
}

int main(int argc, char **argv)
{
	static char bytes[PAGES * 4096];
	pthread_t threads[THREADS];
	int fd, round;
	long i;

	test_enter_folder(argc, argv);
	memset(bytes, 'f', sizeof(bytes));
	test_write_file("cow", bytes, sizeof(bytes));
	fd = OK(open("cow", O_RDONLY));
	CHECK_EQ(pthread_barrier_init(&step, NULL, THREADS + 1), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (round = 0; round < ROUNDS; round++) {
		memory = OK(mmap(NULL, sizeof(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
		pthread_barrier_wait(&step);
		pthread_barrier_wait(&step);
		check_pages();
		CHECK_EQ(munmap(memory, sizeof(bytes)), 0);
	}
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
