/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls of the public interface (include/hermit) that enter the kernel: HERMIT_CALL(name) is the function hermit_NAME
 * for programs, its number HERMIT_CALL_NAME, and the handler hermit_call_NAME (syscall/hermit_*.c). Numbers are part of
 * the interface between one kernel and its own libhermit only, which come in one image.
 */
HERMIT_CALL(cache_info)
HERMIT_CALL(core_hold)
HERMIT_CALL(core_info)
HERMIT_CALL(core_release)
HERMIT_CALL(core_held)
HERMIT_CALL(counters)
HERMIT_CALL(isle_kind)
HERMIT_CALL(isle_name)
HERMIT_CALL(isle_number)
HERMIT_CALL(isle_shutdown)
HERMIT_CALL(core_count)
HERMIT_CALL(log)
HERMIT_CALL(memory_allocate)
HERMIT_CALL(memory_free)
HERMIT_CALL(memory_info)
HERMIT_CALL(memory_physical)
HERMIT_CALL(node_count)
HERMIT_CALL(node_distance)
HERMIT_CALL(tsc_hz)
