// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.List;

/**
 * A cache of the processor.
 *
 * @param level 1 for the one next to the core, then 2, 3, …
 * @param type what it holds
 * @param line size of a line, bytes
 * @param ways associativity
 * @param capacity bytes
 * @param cores numbers of the cores that share it, ascending
 * @since 0.1.0
 */
public record Cache(int level, Type type, int line, int ways, long capacity, List<Integer> cores) {
    /** What a cache holds. */
    public enum Type {
        /** Data only. */
        DATA,
        /** Instructions only. */
        INSTRUCTION,
        /** Both. */
        UNIFIED
    }

    /**
     * Copies the list.
     *
     * @param level 1 for the one next to the core, then 2, 3, …
     * @param type what it holds
     * @param line size of a line, bytes
     * @param ways associativity
     * @param capacity bytes
     * @param cores numbers of the cores that share it, ascending
     */
    public Cache {
        cores = List.copyOf(cores);
    }
}
