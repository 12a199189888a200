/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * On Linux libhermit.so.1 is there and every function answers -ENOSYS.
 * @only linux
 */
#include <hermit/hermit.h>
#include "test.h"

int main(void)
{
	struct hermit_barrier barrier;

	CHECK_EQ(hermit_version(), -ENOSYS);
	CHECK_EQ(hermit_isle_kind(), -ENOSYS);
	CHECK_EQ(hermit_isle_number(), -ENOSYS);
	CHECK_EQ(hermit_isle_name(NULL, 0), -ENOSYS);
	CHECK_EQ(hermit_isle_shutdown(1), -ENOSYS);
	CHECK_EQ(hermit_core_count(), -ENOSYS);
	CHECK_EQ(hermit_node_count(), -ENOSYS);
	CHECK_EQ(hermit_core_info(0, NULL), -ENOSYS);
	CHECK_EQ(hermit_cache_info(0, 0, NULL), -ENOSYS);
	CHECK_EQ(hermit_node_distance(0, 0), -ENOSYS);
	CHECK_EQ(hermit_memory_info(0, NULL), -ENOSYS);
	CHECK_EQ(hermit_memory_allocate(4096, 4096, 0, 0), -ENOSYS);
	CHECK_EQ(hermit_memory_free(NULL, 1), -ENOSYS);
	CHECK_EQ(hermit_memory_physical(&barrier), -ENOSYS);
	CHECK_EQ(hermit_tsc_hz(), -ENOSYS);
	CHECK_EQ(hermit_time_ns(), -ENOSYS);
	CHECK_EQ(hermit_core_current(), -ENOSYS);
	CHECK_EQ(hermit_core_hold(0, HERMIT_CORE_PINNED), -ENOSYS);
	CHECK_EQ(hermit_core_release(), -ENOSYS);
	CHECK_EQ(hermit_core_held(), -ENOSYS);
	CHECK_EQ(hermit_barrier_init(&barrier, 1), -ENOSYS);
	CHECK_EQ(hermit_barrier_wait(&barrier), -ENOSYS);
	CHECK_EQ(hermit_counters(0, NULL), -ENOSYS);
	CHECK_EQ(hermit_log("x", 1), -ENOSYS);
	CHECK_EQ(hermit_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0), -ENOSYS);
	return 0;
}
