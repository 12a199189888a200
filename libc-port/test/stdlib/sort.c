/* SPDX-License-Identifier: BSD-3-Clause */
/* qsort, bsearch, the tree and hash functions of <search.h>. */
#include "test.h"
#include <search.h>

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

int main(void)
{
	static int numbers[10000];
	for (int i = 0; i < 10000; i++)
		numbers[i] = i * 7919 % 10000;
	qsort(numbers, 10000, sizeof(int), compare);
	for (int i = 0; i < 10000; i++)
		CHECK_EQ(numbers[i], i);
	int key = 4321;
	CHECK(bsearch(&key, numbers, 10000, sizeof(int), compare) == &numbers[4321]);
	key = 10000;
	CHECK(bsearch(&key, numbers, 10000, sizeof(int), compare) == NULL);

	void *root = NULL;
	for (int i = 0; i < 100; i++)
		CHECK(tsearch(&numbers[i * 37 % 100], &root, compare));
	key = 55;
	CHECK(**(int **)tfind(&key, &root, compare) == 55);
	CHECK(tdelete(&key, &root, compare));
	CHECK(tfind(&key, &root, compare) == NULL);

	CHECK(hcreate(100));
	CHECK(hsearch((ENTRY){.key = strdup("key"), .data = numbers}, ENTER));
	ENTRY *found = hsearch((ENTRY){.key = "key"}, FIND);
	CHECK(found && found->data == numbers);
	CHECK(hsearch((ENTRY){.key = "other"}, FIND) == NULL);
	return 0;
}
