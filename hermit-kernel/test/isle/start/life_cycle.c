/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Constructors run before main in the order of their priorities, atexit functions and destructors after it, backwards.
 * @stdout [ "$(tr '\n' ' ')" = "first second main last-registered first-registered destructor " ]
 */
#include "test.h"

static void __attribute__((constructor(201))) second(void)
{
	puts("second");
}

static void __attribute__((constructor(200))) first(void)
{
	puts("first");
}

static void __attribute__((destructor)) destructor(void)
{
	puts("destructor");
}

static void registered_first(void)
{
	puts("first-registered");
}

static void registered_last(void)
{
	puts("last-registered");
}

int main(void)
{
	CHECK_EQ(atexit(registered_first) | atexit(registered_last), 0);
	puts("main");
	return 0;
}
