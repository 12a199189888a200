/* SPDX-License-Identifier: BSD-3-Clause */
// Thread-local objects: made on first use, destroyed at the end of their thread, the latest first; in exit() those of
// its caller before the static ones.
#include "test.h"
#include <pthread.h>

static char order[64];

static void note(char mark)
{
	order[strlen(order)] = mark;
}

struct Static {
	~Static()
	{
		note('s');
		if (strcmp(order, "ABbaABbas") != 0) {
			fprintf(stderr, "the order is %s\n", order);
			_Exit(1);
		}
	}
};

struct Local {
	char name;
	explicit Local(char letter) : name(letter)
	{
		note(name);
	}
	virtual ~Local()
	{
		note((char)(name + 'a' - 'A'));
	}
};

static Static last;
static thread_local Local first('A'), second('B');

static void *run(void *argument)
{
	CHECK_EQ(first.name, 'A');
	CHECK_EQ(second.name, 'B');
	return argument;
}

int main()
{
	pthread_t thread;
	CHECK_EQ(pthread_create(&thread, nullptr, run, nullptr), 0);
	CHECK_EQ(pthread_join(thread, nullptr), 0);
	CHECK_STR(order, "ABba");
	run(nullptr);
	return 0;
}
