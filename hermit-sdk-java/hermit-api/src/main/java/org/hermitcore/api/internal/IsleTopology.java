// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hermitcore.api.Cache;
import org.hermitcore.api.Core;
import org.hermitcore.api.Node;
import org.hermitcore.api.Topology;
import org.hermitcore.api.spi.NativeCalls;

/** The topology as the isle's kernel tells it ({@code hermit/topology.h}). */
final class IsleTopology {
    /** By level, then by first core; of a core's two first caches, the one for data first. */
    static final Comparator<Cache> ORDER = Comparator.comparingInt(Cache::level)
            .thenComparing(cache -> cache.cores().isEmpty() ? 0 : cache.cores().get(0))
            .thenComparing(Cache::type);

    /** enum hermit_cache_type */
    private static final Map<Long, Cache.Type> CACHE_TYPES =
            Map.of(1L, Cache.Type.DATA, 2L, Cache.Type.INSTRUCTION, 3L, Cache.Type.UNIFIED);

    private final NativeCalls calls;

    IsleTopology(NativeCalls calls) {
        this.calls = calls;
    }

    Topology read() {
        List<Core> cores = readCores();
        return new Topology(cores, readCaches(cores), readNodes(cores));
    }

    private List<Core> readCores() {
        List<Core> cores = new ArrayList<>();
        long[] facts = new long[NativeCalls.CORE_FACTS];
        int count = Machine.check(calls.coreCount(), "the number of cores cannot be asked for");
        for (int core = 0; core < count; core++) {
            Machine.check(calls.core(core, facts), "core " + core + " cannot be asked for");
            cores.add(new Core(core, (int) facts[0], (int) facts[1], (int) facts[2], (int) facts[3]));
        }
        return cores;
    }

    /** The kernel names for each core the lowest one that shares the cache: those with the same one share it. */
    private List<Cache> readCaches(List<Core> cores) {
        Map<List<Long>, List<Integer>> sharing = new TreeMap<>(IsleTopology::compare);
        for (Core core : cores) {
            long[] facts = new long[NativeCalls.CACHE_FACTS];
            int result = 0;
            for (int index = 0; (result = calls.cache(core.number(), index, facts)) == 0; index++) {
                List<Long> key = List.of(facts[0], facts[1], facts[2], facts[3], facts[4], facts[5]);
                sharing.computeIfAbsent(key, unused -> new ArrayList<>()).add(core.number());
            }
            if (result != -Errno.ENOENT) {
                Machine.check(result, "the caches of core " + core.number() + " cannot be asked for");
            }
        }
        return sharing.entrySet().stream()
                .map(entry -> cache(entry.getKey(), entry.getValue()))
                .sorted(ORDER)
                .collect(Collectors.toList());
    }

    private static int compare(List<Long> a, List<Long> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = Long.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static Cache cache(List<Long> facts, List<Integer> cores) {
        return new Cache(
                facts.get(0).intValue(),
                CACHE_TYPES.get(facts.get(1)),
                facts.get(2).intValue(),
                facts.get(3).intValue(),
                facts.get(4),
                cores);
    }

    private List<Node> readNodes(List<Core> cores) {
        List<Node> nodes = new ArrayList<>();
        long[] facts = new long[NativeCalls.MEMORY_FACTS];
        int count = Machine.check(calls.nodeCount(), "the number of nodes cannot be asked for");
        for (int node = 0; node < count; node++) {
            int number = node;
            Machine.check(calls.memory(node, facts), "the memory of node " + node + " cannot be asked for");
            Map<Integer, Integer> distances = new TreeMap<>();
            for (int to = 0; to < count; to++) {
                distances.put(to, Machine.check(calls.distance(node, to), "the distance of nodes cannot be asked for"));
            }
            List<Integer> ofNode = cores.stream()
                    .filter(core -> core.node() == number)
                    .map(Core::number)
                    .collect(Collectors.toList());
            nodes.add(new Node(node, ofNode, facts[0], facts[1], distances));
        }
        return nodes;
    }
}
