// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.List;
import java.util.Map;

/**
 * A NUMA node: cores, and memory that is near to them.
 *
 * @param number its number
 * @param cores numbers of its cores, ascending; empty for a node with memory only
 * @param totalMemory bytes of its memory that the operating system manages
 * @param freeMemory bytes of these that were free when the topology was read
 * @param distances relative cost of memory of each node for cores of this one, by the node's number; 10 is local memory
 * @since 0.1.0
 */
public record Node(
        int number, List<Integer> cores, long totalMemory, long freeMemory, Map<Integer, Integer> distances) {
    /**
     * Copies list and map.
     *
     * @param number its number
     * @param cores numbers of its cores, ascending; empty for a node with memory only
     * @param totalMemory bytes of its memory that the operating system manages
     * @param freeMemory bytes of these that were free when the topology was read
     * @param distances relative cost of memory of each node for cores of this one, by the node's number; 10 is local memory
     */
    public Node {
        cores = List.copyOf(cores);
        distances = Map.copyOf(distances);
    }
}
