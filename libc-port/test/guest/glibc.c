/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * newlib inside of a shared object, in a process of glibc: two heaps, two errnos, two stdouts, under threads.
 * @stdout sort | diff - <(printf 'inside\noutside\n')
 */
#include "../test.h"
#include <pthread.h>
#include <stdint.h>

#define THREADS 4
#define ROUNDS  20000

void *inside_malloc(size_t size);
void inside_free(void *memory);
int *inside_errno(void);
int inside_fail(void);
int inside_format(char *text, size_t size, double value);
int inside_print(const char *text);
void inside_sort(int *numbers, size_t count, int (*compare)(const void *, const void *));

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void fill(unsigned char *bytes, size_t size, int pattern)
{
	CHECK(bytes);
	memset(bytes, pattern, size);
}

static void check(const unsigned char *bytes, size_t size, int pattern)
{
	for (size_t i = 0; i < size; i++)
		CHECK_EQ(bytes[i], pattern);
}

static void *run(void *argument)
{
	uint32_t seed = (uint32_t)(uintptr_t)argument;
	for (int i = 0; i < ROUNDS; i++) {
		seed = seed * 1664525 + 1013904223;
		size_t size = (seed >> 8) % 1000 + 1;
		unsigned char *ours = malloc(size), *theirs = inside_malloc(size);
		fill(ours, size, i & 0x7f);
		fill(theirs, size, 0x80 | (i & 0x7f));
		check(ours, size, i & 0x7f);
		check(theirs, size, 0x80 | (i & 0x7f));
		free(ours);
		inside_free(theirs);
		errno = 1000 + i;
		*inside_errno() = 0;
		CHECK_EQ(inside_fail(), -1);
		CHECK_EQ(*inside_errno(), EBADF);
		CHECK_EQ(errno, 1000 + i);
	}
	char text[40];
	CHECK(inside_format(text, sizeof(text), 0.1) > 0);
	CHECK_STR(text, "0.10000000000000001");
	return inside_errno();
}

int main(void)
{
	pthread_t threads[THREADS];
	int numbers[] = {3, 1, 2};
	for (uintptr_t i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, run, (void *)(i + 1)), 0);
	for (int i = 0; i < THREADS; i++) {
		void *where;
		CHECK_EQ(pthread_join(threads[i], &where), 0);
		CHECK(where != inside_errno());
	}
	CHECK(inside_errno() != &errno);
	inside_sort(numbers, 3, compare);
	CHECK(numbers[0] == 1 && numbers[1] == 2 && numbers[2] == 3);
	printf("outside\n");
	CHECK_EQ(inside_print("inside\n"), 7);
	return 0;
}
