/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A library to load at run time: a constructor, thread-local storage, a relocated table, and a function of the
 * program's C library that it calls.
 */
#include <stdlib.h>
#include <string.h>

static int constructed;
static __thread int thread_count = 100;
static __thread char thread_block[20000];
static const char *const names[] = {"zero", "one", "two"};

int counter_next(void);
int counter_constructed(void);
char *counter_name(int number);
int counter_block_is_zero(void);

static void __attribute__((constructor)) construct(void)
{
	constructed++;
}

int counter_constructed(void)
{
	return constructed;
}

int counter_next(void)
{
	return ++thread_count;
}

char *counter_name(int number)
{
	return strdup(names[number]);
}

/** Also dirties the block, so that a second call in the same thread says no. */
int counter_block_is_zero(void)
{
	size_t i;

	for (i = 0; i < sizeof(thread_block); i++)
		if (thread_block[i] != 0)
			return 0;
	memset(thread_block, 1, sizeof(thread_block));
	return 1;
}
