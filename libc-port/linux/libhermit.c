/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libhermit.so.1 on Linux: every function answers -ENOSYS, so that one executable runs here and on isles, where the
 * kernel provides the library itself (the vDSO has this soname).
 */
#include <errno.h>
#include <hermit/hermit.h>

/* Return type, name, parameters. */
#define UNAVAILABLE(type, name, ...)                                                                                   \
	type name(__VA_ARGS__)                                                                                         \
	{                                                                                                              \
		return -ENOSYS;                                                                                        \
	}

#pragma GCC diagnostic ignored "-Wunused-parameter"

UNAVAILABLE(int, hermit_version, void)
UNAVAILABLE(int, hermit_isle_kind, void)
UNAVAILABLE(int, hermit_isle_number, void)
UNAVAILABLE(int, hermit_isle_name, char *name, uint64_t size)
UNAVAILABLE(int, hermit_isle_shutdown, int status)
UNAVAILABLE(int, hermit_core_count, void)
UNAVAILABLE(int, hermit_node_count, void)
UNAVAILABLE(int, hermit_core_info, int core, struct hermit_core_info *info)
UNAVAILABLE(int, hermit_cache_info, int core, int index, struct hermit_cache_info *info)
UNAVAILABLE(int, hermit_node_distance, int from, int to)
UNAVAILABLE(int, hermit_memory_info, int node, struct hermit_memory_info *info)
UNAVAILABLE(int64_t, hermit_memory_allocate, uint64_t size, uint64_t page, int node, uint32_t flags)
UNAVAILABLE(int, hermit_memory_free, void *address, uint64_t size)
UNAVAILABLE(int64_t, hermit_memory_physical, const void *address)
UNAVAILABLE(int64_t, hermit_tsc_hz, void)
UNAVAILABLE(int64_t, hermit_time_ns, void)
UNAVAILABLE(int, hermit_core_current, void)
UNAVAILABLE(int, hermit_core_hold, int core, int hold)
UNAVAILABLE(int, hermit_core_release, void)
UNAVAILABLE(int, hermit_core_held, void)
UNAVAILABLE(int, hermit_barrier_init, struct hermit_barrier *barrier, uint32_t threads)
UNAVAILABLE(int, hermit_barrier_wait, struct hermit_barrier *barrier)
UNAVAILABLE(int, hermit_counters, int core, struct hermit_counters *counters)
UNAVAILABLE(int, hermit_log, const char *text, uint64_t length)
UNAVAILABLE(
	int64_t, hermit_syscall, int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
