// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hermitcore.api.Cache;
import org.hermitcore.api.Core;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.Node;
import org.hermitcore.api.Topology;

/**
 * The topology as Linux tells it, in {@code sys/devices/system/cpu} and {@code node} (Documentation/ABI/stable/sysfs-devices-node,
 * Documentation/admin-guide/cputopology.rst). A kernel without NUMA has no folder {@code node}: all is node 0 then. In some
 * containers there are no folders {@code cache}: no caches are known then.
 */
final class SysfsTopology {
    private static final int LOCAL_DISTANCE = 10;
    private static final Pattern SIZE = Pattern.compile("(\\d+)([KMG]?)");
    private static final Pattern MEMORY = Pattern.compile("(?:Node \\d+ )?(MemTotal|MemFree): +(\\d+) kB");

    private final Path root;
    private final Path cpuFolder;
    private final Path nodeFolder;

    /**
     * Reads below a folder.
     *
     * @param root folder with {@code sys} and {@code proc}
     */
    SysfsTopology(Path root) {
        this.root = root;
        this.cpuFolder = root.resolve("sys/devices/system/cpu");
        this.nodeFolder = root.resolve("sys/devices/system/node");
    }

    Topology read() {
        List<Integer> numbers = cpuList(cpuFolder.resolve("online"));
        List<Node> nodes = readNodes(numbers);
        List<Core> cores = numbers.stream().map(number -> core(number, nodes)).collect(Collectors.toList());
        return new Topology(cores, readCaches(numbers), nodes);
    }

    private Core core(int number, List<Node> nodes) {
        Path folder = cpuFolder.resolve("cpu" + number + "/topology");
        int node = nodes.stream()
                .filter(candidate -> candidate.cores().contains(number))
                .findFirst()
                .map(Node::number)
                .orElse(0);
        int thread = cpuList(folder.resolve("thread_siblings_list")).indexOf(number);
        return new Core(
                number,
                node,
                integer(folder.resolve("physical_package_id")),
                integer(folder.resolve("core_id")),
                Math.max(thread, 0));
    }

    private List<Cache> readCaches(List<Integer> numbers) {
        Set<Cache> caches = new LinkedHashSet<>();
        for (int number : numbers) {
            Path folder = cpuFolder.resolve("cpu" + number + "/cache");
            for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
                caches.add(cache(folder.resolve("index" + index)));
            }
        }
        return caches.stream().sorted(IsleTopology.ORDER).collect(Collectors.toList());
    }

    private static Cache cache(Path folder) {
        Path type = folder.resolve("type");
        return new Cache(
                integer(folder.resolve("level")),
                cacheType(type, text(type)),
                integer(folder.resolve("coherency_line_size")),
                integer(folder.resolve("ways_of_associativity")),
                size(folder.resolve("size")),
                cpuList(folder.resolve("shared_cpu_list")));
    }

    private static Cache.Type cacheType(Path file, String text) {
        return switch (text) {
            case "Data" -> Cache.Type.DATA;
            case "Instruction" -> Cache.Type.INSTRUCTION;
            case "Unified" -> Cache.Type.UNIFIED;
            default -> throw unexpected(file, text);
        };
    }

    private List<Node> readNodes(List<Integer> cores) {
        if (!Files.isRegularFile(nodeFolder.resolve("online"))) {
            long[] memory = memory(root.resolve("proc/meminfo"));
            return List.of(new Node(0, cores, memory[0], memory[1], Map.of(0, LOCAL_DISTANCE)));
        }
        List<Integer> numbers = cpuList(nodeFolder.resolve("online"));
        List<Node> nodes = new ArrayList<>();
        for (int number : numbers) {
            Path folder = nodeFolder.resolve("node" + number);
            long[] memory = memory(folder.resolve("meminfo"));
            List<Integer> online = cpuList(folder.resolve("cpulist"));
            online.retainAll(cores);
            nodes.add(new Node(number, online, memory[0], memory[1], distances(folder.resolve("distance"), numbers)));
        }
        return nodes;
    }

    private static Map<Integer, Integer> distances(Path file, List<Integer> nodes) {
        String text = text(file);
        String[] words = text.split("\\s+", -1);
        if (words.length != nodes.size()) {
            throw unexpected(file, text);
        }
        Map<Integer, Integer> distances = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            distances.put(nodes.get(i), number(file, words[i]));
        }
        return distances;
    }

    /** Total and free bytes. */
    private static long[] memory(Path file) {
        long[] bytes = {-1, -1};
        text(file)
                .lines()
                .map(line -> MEMORY.matcher(line.strip()))
                .filter(Matcher::matches)
                .forEach(line -> {
                    bytes[line.group(1).equals("MemTotal") ? 0 : 1] = Long.parseLong(line.group(2)) << 10;
                });
        if (bytes[0] < 0 || bytes[1] < 0) {
            throw unexpected(file, "no MemTotal and MemFree");
        }
        return bytes;
    }

    private static long size(Path file) {
        String text = text(file);
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw unexpected(file, text);
        }
        int shift = 10 * ("KMG".indexOf(size.group(2)) + 1);
        return Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : shift);
    }

    private static int integer(Path file) {
        return number(file, text(file));
    }

    private static int number(Path file, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unexpected(file, text);
        }
    }

    private static List<Integer> cpuList(Path file) {
        String text = text(file);
        try {
            return CpuList.parse(text);
        } catch (IllegalArgumentException e) {
            throw unexpected(file, text);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IsleException(Errno.EIO, "the topology cannot be read: no file " + file, e);
        }
    }

    private static IsleException unexpected(Path file, String text) {
        return new IsleException(Errno.EIO, "the topology cannot be read: " + file + " has '" + text + "'");
    }
}
