/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A core always remains for threads without one: with one core none can be reserved, of two one.
 * @only isle
 * @cores 2
 */
#include <hermit/hermit.h>
#include "test.h"

static void *reserve(void *argument)
{
	return (void *)(long)hermit_core_hold((int)(long)argument, HERMIT_CORE_RESERVED);
}

int main(void)
{
	CHECK_EQ(hermit_core_hold(0, HERMIT_CORE_QUIET), 0);
	CHECK_EQ(test_join(test_thread(reserve, (void *)0L)), -EBUSY);
	CHECK_EQ(test_join(test_thread(reserve, (void *)1L)), -EBUSY);
	CHECK_EQ(hermit_core_release(), 0);
	CHECK_EQ(test_join(test_thread(reserve, (void *)1L)), 0);
	CHECK_EQ(hermit_core_hold(1, HERMIT_CORE_RESERVED), 0);
	return 0;
}
