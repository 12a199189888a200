// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hermitcore.api.Cache;
import org.hermitcore.api.Core;
import org.hermitcore.api.IsleException;
import org.hermitcore.api.Node;
import org.hermitcore.api.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTopologyTest {
    private static final String CPU = "sys/devices/system/cpu/";

    @TempDir
    Path folder;

    private Topology read(String name) throws IOException {
        return new SysfsTopology(LinuxFolder.unpack(name, folder)).read();
    }

    @Test
    void readsAVirtualMachineOfTwoCores() throws IOException {
        Topology topology = read("two-cores");

        assertThat(topology.cores()).containsExactly(new Core(0, 0, 0, 0, 0), new Core(1, 0, 0, 1, 0));
        assertThat(topology.nodes())
                .containsExactly(new Node(0, List.of(0, 1), 10971348L << 10, 8911992L << 10, Map.of(0, 10)));
        assertThat(topology.caches())
                .containsExactly(
                        new Cache(1, Cache.Type.DATA, 64, 8, 32 << 10, List.of(0)),
                        new Cache(1, Cache.Type.INSTRUCTION, 64, 8, 32 << 10, List.of(0)),
                        new Cache(1, Cache.Type.DATA, 64, 8, 32 << 10, List.of(1)),
                        new Cache(1, Cache.Type.INSTRUCTION, 64, 8, 32 << 10, List.of(1)),
                        new Cache(2, Cache.Type.UNIFIED, 64, 8, 512 << 10, List.of(0)),
                        new Cache(2, Cache.Type.UNIFIED, 64, 8, 512 << 10, List.of(1)),
                        new Cache(3, Cache.Type.UNIFIED, 64, 16, 32 << 20, List.of(0, 1)));
    }

    @Test
    void readsNodesHardwareThreadsAndGaps() throws IOException {
        Topology topology = read("two-nodes");

        assertThat(topology.coreNumbers()).containsExactly(0, 1, 2, 4, 5, 6, 7);
        assertThat(topology.core(5)).isEqualTo(new Core(5, 0, 0, 1, 1));
        assertThat(topology.core(7)).isEqualTo(new Core(7, 1, 1, 1, 0));
        assertThat(topology.nodes()).extracting(Node::number).containsExactly(0, 1, 4);
        assertThat(topology.node(1).cores()).containsExactly(2, 6, 7);
        assertThat(topology.node(1).distances()).isEqualTo(Map.of(0, 21, 1, 10, 4, 17));
        assertThat(topology.node(4).cores()).isEmpty();
        assertThat(topology.node(4).totalMemory()).isEqualTo(16L << 30);
        assertThat(topology.cachesOf(6))
                .extracting(Cache::cores)
                .containsExactly(List.of(2, 6), List.of(2, 6), List.of(2, 6), List.of(2, 6, 7));
    }

    @Test
    void readsAContainerWithoutNodesAndCaches() throws IOException {
        Topology topology = read("container");

        assertThat(topology.cores()).containsExactly(new Core(0, 0, 0, 0, 0));
        assertThat(topology.caches()).isEmpty();
        assertThat(topology.nodes())
                .containsExactly(new Node(0, List.of(0), 2048000L << 10, 512000L << 10, Map.of(0, 10)));
    }

    @Test
    void namesTheFileThatIsMissingOrWrong() throws IOException {
        assertThatThrownBy(() -> new SysfsTopology(folder).read())
                .isInstanceOf(IsleException.class)
                .hasMessageContaining(CPU + "online");

        LinuxFolder.unpack("two-cores", folder);
        Files.writeString(folder.resolve(CPU + "cpu1/topology/core_id"), "x\n");
        assertThatThrownBy(() -> new SysfsTopology(folder).read())
                .isInstanceOf(IsleException.class)
                .hasMessageContaining(CPU + "cpu1/topology/core_id has 'x'")
                .hasMessageContaining("EIO");
    }

    @Test
    void namesANumberOutOfRange() throws IOException {
        Topology topology = read("two-nodes");

        assertThatThrownBy(() -> topology.core(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("core 3 is out of range: the cores are 0-2,4-7");
        assertThatThrownBy(() -> topology.node(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node 2 is out of range: the nodes are 0-1,4");
        assertThatThrownBy(() -> topology.cachesOf(8)).hasMessageContaining("core 8 ");
    }

    @Test
    void readsThisMachine() {
        Topology topology = new SysfsTopology(Path.of("/")).read();

        assertThat(topology.cores()).isNotEmpty();
        assertThat(topology.nodes()).isNotEmpty();
    }
}
