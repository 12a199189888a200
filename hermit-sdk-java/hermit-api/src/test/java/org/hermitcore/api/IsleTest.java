// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hermitcore.api.internal.Machine;
import org.junit.jupiter.api.Test;

class IsleTest {
    private final FakeCalls calls = new FakeCalls(true);
    private final Machine machine = Machine.of(calls, Path.of("/"));
    private final Isle isle = new Isle(calls);

    @Test
    void thereIsNoneOnLinux() {
        assertThat(Isle.current()).isEmpty();
        assertThat(Machine.of(new FakeCalls(false), Path.of("/")).isle()).isEmpty();
        assertThat(machine.isle()).contains(calls);
    }

    @Test
    void tellsWhatItIs() {
        assertThat(isle.kind()).isEqualTo(IsleKind.MULTIKERNEL);
        assertThat(isle.number()).isEqualTo(3);
        assertThat(isle.name()).isEqualTo("isle3");
    }

    @Test
    void logsLines() {
        isle.log("first\n\n" + "x".repeat(250));
        assertThat(calls.log).containsExactly("first", "x".repeat(200), "x".repeat(50));
        isle.log("");
        assertThat(calls.log).hasSize(3);
    }

    @Test
    void refusesAStatusOutOfRange() {
        assertThatThrownBy(() -> isle.shutdown(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status 256 is out of range: 0 to 255");
        assertThatThrownBy(() -> isle.shutdown(-1)).hasMessageContaining("status -1 ");
        assertThat(calls.log).isEmpty();
    }

    @Test
    void readsItsTopology() {
        Topology topology = machine.topology();
        assertThat(topology.cores()).hasSize(FakeCalls.CORES).contains(new Core(5, 1, 1, 0, 1));
        assertThat(topology.nodes())
                .containsExactly(
                        new Node(0, List.of(0, 1, 2, 3), 128L << 20, 64L << 20, Map.of(0, 10, 1, 20)),
                        new Node(1, List.of(4, 5, 6, 7), 128L << 20, 64L << 20, Map.of(0, 20, 1, 10)));
        assertThat(topology.cachesOf(6))
                .containsExactly(
                        new Cache(1, Cache.Type.DATA, 64, 8, 32 << 10, List.of(6, 7)),
                        new Cache(3, Cache.Type.UNIFIED, 64, 8, 8 << 20, List.of(4, 5, 6, 7)));
        assertThat(topology.caches()).hasSize(6);
    }

    @Test
    void readsCounters() {
        CoreCounters counters = CoreCounters.of(machine, 2);
        assertThat(counters).isEqualTo(new CoreCounters(2, 200, 201, 202, 203, 204, 205, 206, 207, 208));
        assertThat(counters.minus(counters)).isEqualTo(new CoreCounters(2, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThatThrownBy(() -> CoreCounters.of(machine, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("core 8 is out of range: 0 to 7");
        assertThatThrownBy(() -> counters.minus(CoreCounters.of(machine, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counters of core 1 are not those of core 2");
    }

    @Test
    void saysOnLinuxWhatNeedsAnIsle() {
        assertThatThrownBy(() -> CoreCounters.of(0))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("needs an isle");
        assertThatThrownBy(CoreCounters::all).isInstanceOf(IsleException.class);
        assertThatThrownBy(IsleMonitoring::startEvents)
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("hermit.CoreCounters needs an isle");
        assertThatThrownBy(IsleMonitoring::registerMXBean)
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("org.hermitcore:type=Isle needs an isle");
    }

    @Test
    void saysWhatToAddWhereTheNativePartIsMissing() {
        // this module's tests have no hermit-bindings
        assertThatThrownBy(() -> CoreLock.acquire(0))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("CoreLock needs the native part of hermit-api, which was not found")
                .hasMessageContaining("org.hermitcore:hermit-bindings:linux-x86_64");
        assertThatThrownBy(Tsc::ticks).hasMessageContaining("Tsc.ticks()").hasMessageContaining("hermit-bindings");
        assertThatThrownBy(Tsc::hertz).isInstanceOf(IsleException.class).hasMessageContaining("hermit-bindings");
        assertThatThrownBy(Core::currentNumber).hasMessageContaining("hermit-bindings");
    }

    @Test
    void topologyAndOrdinaryMemoryNeedNoNativePart() {
        assertThat(Isle.topology().cores()).isNotEmpty();
        try (IsleMemory memory = IsleMemory.builder(1).build()) {
            assertThat(memory.size()).isEqualTo(1);
        }
    }

    @Test
    void convertsTicksWithoutOverflow() {
        assertThat(Tsc.toUnits(3, 3_000_000_000L, 1_000_000_000L)).isEqualTo(1);
        assertThat(Tsc.toUnits(Long.MAX_VALUE, 3_000_000_000L, 1_000_000_000L)).isEqualTo(Long.MAX_VALUE / 3);
        assertThat(Tsc.toUnits(-3001, 3_000_000_000L, 1_000_000_000L)).isEqualTo(-1000);
    }
}
