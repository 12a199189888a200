/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * C++ without its standard library: constructors, destructors at the end, local statics under threads, new and delete,
 * virtual functions.
 * @stdout diff - <(printf 'main\nlocal gone\nglobal gone\n')
 */
#include "test.h"
#include <pthread.h>

static int made;

struct Named {
	const char *name;
	explicit Named(const char *given) : name(given)
	{
		__atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
	}
	~Named()
	{
		printf("%s gone\n", name);
	}
	virtual int size() const
	{
		return (int)strlen(name);
	}
};

struct Longer : Named {
	Longer() : Named("")
	{
	}
	~Longer()
	{
		name = "longer";
	}
	int size() const override
	{
		return 100;
	}
};

static Named global("global");

static Named &local()
{
	static Named instance("local");
	return instance;
}

static void *run(void *)
{
	return &local();
}

int main()
{
	pthread_t threads[8];
	for (pthread_t &thread : threads)
		CHECK_EQ(pthread_create(&thread, nullptr, run, nullptr), 0);
	for (pthread_t &thread : threads) {
		void *where;
		CHECK_EQ(pthread_join(thread, &where), 0);
		CHECK(where == &local());
	}
	CHECK_EQ(made, 2);
	Named *numbers = new Longer();
	CHECK_EQ(numbers->size(), 100);
	CHECK_EQ(global.size(), 6);
	int *many = new int[1000]();
	CHECK_EQ(many[999], 0);
	delete[] many;
	printf("main\n");
	return 0;
}
