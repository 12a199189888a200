// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import java.util.List;
import java.util.stream.Collectors;
import org.hermitcore.api.internal.CpuList;

/**
 * Cores, caches and NUMA nodes of the isle, or of the Linux machine. On an isle it comes from the kernel, which has it of CPUID
 * and ACPI's tables; on Linux from {@code /sys/devices/system}.
 *
 * <p>It does not change while a program runs on an isle. On Linux cores can be taken away and added: read it again.
 *
 * @param cores all cores, by number
 * @param caches all caches, by level, then by their first core
 * @param nodes all NUMA nodes, by number; one where the machine has none
 * @since 0.1.0
 */
public record Topology(List<Core> cores, List<Cache> caches, List<Node> nodes) {
    /**
     * Copies the lists.
     *
     * @param cores all cores, by number
     * @param caches all caches, by level, then by their first core
     * @param nodes all NUMA nodes, by number
     */
    public Topology {
        cores = List.copyOf(cores);
        caches = List.copyOf(caches);
        nodes = List.copyOf(nodes);
    }

    /**
     * Finds a core.
     *
     * @param number its number
     * @return the core
     * @throws IllegalArgumentException where there is none with that number
     */
    public Core core(int number) {
        return cores.stream()
                .filter(core -> core.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "core " + number + " is out of range: the cores are " + CpuList.format(coreNumbers())));
    }

    /**
     * Finds a node.
     *
     * @param number its number
     * @return the node
     * @throws IllegalArgumentException where there is none with that number
     */
    public Node node(int number) {
        return nodes.stream()
                .filter(node -> node.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("node " + number + " is out of range: the nodes are "
                        + CpuList.format(nodes.stream().map(Node::number).collect(Collectors.toList()))));
    }

    /** {@return the numbers of all cores, ascending} */
    public List<Integer> coreNumbers() {
        return cores.stream().map(Core::number).collect(Collectors.toList());
    }

    /**
     * Finds the caches that a core uses.
     *
     * @param number the core's
     * @return its caches, lowest level first
     * @throws IllegalArgumentException where there is no such core
     */
    public List<Cache> cachesOf(int number) {
        int core = core(number).number();
        return caches.stream().filter(cache -> cache.cores().contains(core)).collect(Collectors.toList());
    }
}
