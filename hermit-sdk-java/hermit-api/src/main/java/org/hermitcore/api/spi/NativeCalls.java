// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.spi;

import java.nio.ByteBuffer;

/**
 * The native functions behind the API, as {@code hermit/hermit.h} has them: a result that is not negative is a success, a
 * negative one is a negative errno. A provider is found by {@link java.util.ServiceLoader}. All methods may be called by any
 * thread.
 *
 * <p>Those of the kernel answer -ENOSYS on Linux; those named {@code linux…} are meant for Linux.
 *
 * @since 0.1.0
 */
public interface NativeCalls {
    /** How many facts {@link #core} gives: node, package, physical core, hardware thread. */
    int CORE_FACTS = 4;

    /** How many facts {@link #cache} gives: level, type, line, ways, capacity, lowest core that shares it. */
    int CACHE_FACTS = 6;

    /** How many facts {@link #memory} gives: total and free bytes. */
    int MEMORY_FACTS = 2;

    /** How many values {@link #counters} gives, in the order of {@code struct hermit_counters}. */
    int COUNTERS = 9;

    /** {@return version of the kernel's interface, {@code major << 16 | minor}} */
    int version();

    /** {@return 1 for a VM isle, 2 for a multi-kernel isle} */
    int kind();

    /** {@return the isle's number} */
    int number();

    /**
     * Gets the isle's name.
     *
     * @param name is filled with its bytes, and a NUL
     * @return its length
     */
    int name(byte[] name);

    /**
     * Ends the isle at once.
     *
     * @param status 0 to 255
     * @return only a negative errno
     */
    int shutdown(int status);

    /**
     * Writes a line to the kernel's log.
     *
     * @param line at most 200 bytes
     * @return bytes taken
     */
    int log(byte[] line);

    /** {@return how many cores the isle has} */
    int coreCount();

    /** {@return how many NUMA nodes the isle has} */
    int nodeCount();

    /**
     * Gets facts of a core.
     *
     * @param core its number
     * @param facts {@value #CORE_FACTS} values to fill
     * @return 0
     */
    int core(int core, long[] facts);

    /**
     * Gets facts of a cache.
     *
     * @param core a core that uses it
     * @param index which of its caches, from 0 on
     * @param facts {@value #CACHE_FACTS} values to fill
     * @return 0; -ENOENT past the last one
     */
    int cache(int core, int index, long[] facts);

    /**
     * Gets the distance of two nodes.
     *
     * @param from node of a core
     * @param to node of memory
     * @return 10 for local memory, more for what is farther
     */
    int distance(int from, int to);

    /**
     * Gets how much memory there is.
     *
     * @param node its number; -1 for all
     * @param facts {@value #MEMORY_FACTS} values to fill
     * @return 0
     */
    int memory(int node, long[] facts);

    /** {@return the core that the caller runs on} */
    int currentCore();

    /**
     * Moves the calling thread to a core and holds it there.
     *
     * @param core its number
     * @param kind 1 pinned, 2 reserved, 3 quiet
     * @return 0
     */
    int hold(int core, int kind);

    /** {@return 0 when the calling thread has given back the core that it held} */
    int release();

    /**
     * Gets the counters of a core.
     *
     * @param core its number
     * @param values {@value #COUNTERS} values to fill
     * @return 0
     */
    int counters(int core, long[] values);

    /**
     * Allocates memory, zeroed.
     *
     * @param size bytes
     * @param page size of its pages, bytes
     * @param node where it must be; -1 for any
     * @param contiguous whether it must be one physical range
     * @return its address
     */
    long allocate(long size, long page, int node, boolean contiguous);

    /**
     * Gives back what {@link #allocate} returned.
     *
     * @param address its address
     * @param size its size, bytes
     * @return 0
     */
    int free(long address, long size);

    /**
     * Translates an address.
     *
     * @param address of the program
     * @return the physical address
     */
    long physical(long address);

    /**
     * Makes a buffer of memory, which the buffer does not own.
     *
     * @param address of its first byte
     * @param size bytes
     * @return a direct buffer
     */
    ByteBuffer buffer(long address, int size);

    /** {@return the time stamp counter; on Linux too} */
    long tsc();

    /** {@return ticks of the time stamp counter a second} */
    long tscHertz();

    /** {@return the core that the caller runs on, on Linux} */
    int linuxCurrentCore();

    /**
     * Gets the cores that the calling thread may run on, on Linux.
     *
     * @param mask bit N for core N
     * @return how many bytes of the mask were filled
     */
    int linuxAffinity(long[] mask);

    /**
     * Sets the cores that the calling thread may run on, on Linux.
     *
     * @param mask bit N for core N
     * @return 0
     */
    int linuxSetAffinity(long[] mask);
}
