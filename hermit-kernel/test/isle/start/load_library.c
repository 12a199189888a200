/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * dlopen of a library from a host folder: mapped, relocated, constructed once; its thread-local storage is separate in
 * threads that ran before and after; dlclose, dladdr, and an absent library's message.
 * @before cp "$BIN/lib/counter.so" .
 * @flags -ldl
 * @cores 2
 */
#include <dlfcn.h>
#include "test.h"

static int (*next)(void), (*block_is_zero)(void);
static pthread_barrier_t loaded;

static void *body(void *argument)
{
	if (argument)
		pthread_barrier_wait(&loaded);
	CHECK_EQ(next(), 101);
	CHECK_EQ(next(), 102);
	CHECK_EQ(block_is_zero(), 1);
	CHECK_EQ(block_is_zero(), 0);
	return NULL;
}

int main(void)
{
	pthread_t early, late[8];
	char *(*name)(int), *text;
	int (*constructed)(void);
	Dl_info info;
	void *library;
	int i;

	CHECK_EQ(pthread_barrier_init(&loaded, NULL, 2), 0);
	early = test_thread(body, &loaded);
	CHECK(dlopen("./absent.so", RTLD_NOW) == NULL && strstr(dlerror(), "absent.so"));
	library = dlopen("./counter.so", RTLD_NOW | RTLD_LOCAL);
	if (!library)
		test_fail(__FILE__, __LINE__, errno, "%s", dlerror());
	next = (int (*)(void))dlsym(library, "counter_next");
	block_is_zero = (int (*)(void))dlsym(library, "counter_block_is_zero");
	constructed = (int (*)(void))dlsym(library, "counter_constructed");
	name = (char *(*)(int))dlsym(library, "counter_name");
	CHECK(next && block_is_zero && constructed && name);
	CHECK_EQ(constructed(), 1);
	text = name(2);
	CHECK_STR(text, "two");
	free(text);
	CHECK(dladdr((void *)next, &info) && strstr(info.dli_fname, "counter.so"));
	CHECK_STR(info.dli_sname, "counter_next");
	pthread_barrier_wait(&loaded);
	test_join(early);
	for (i = 0; i < 8; i++)
		late[i] = test_thread(body, NULL);
	for (i = 0; i < 8; i++)
		test_join(late[i]);
	CHECK_EQ(dlclose(library), 0);
	CHECK(dlopen("libc.so.6", RTLD_NOW) != NULL);
	return 0;
}
