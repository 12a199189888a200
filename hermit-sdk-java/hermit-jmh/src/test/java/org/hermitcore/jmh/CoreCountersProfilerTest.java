// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import org.hermitcore.api.CoreCounters;
import org.hermitcore.api.IsleException;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.Profiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

class CoreCountersProfilerTest {
    private static final BenchmarkParams BENCHMARK = Trials.benchmark("a.B.c", Mode.Throughput);
    private static final IterationParams ITERATION = Trials.iterations(IterationType.MEASUREMENT, 1);

    /** Two cores, two seconds, four operations. */
    private static Map<String, String> profile(String options) throws ProfilerException {
        Queue<List<CoreCounters>> counters = new ArrayDeque<>(List.of(
                List.of(
                        new CoreCounters(0, 1, 2, 3, 4, 5, 6, 7, 8, 1_000_000_000L),
                        new CoreCounters(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                List.of(
                        new CoreCounters(0, 11, 22, 33, 44, 55, 66, 77, 88, 2_000_000_000L),
                        new CoreCounters(1, 10, 20, 30, 40, 50, 60, 70, 80, 2_000_000_000L))));
        Queue<Long> clock = new ArrayDeque<>(List.of(5_000_000_000L, 7_000_000_000L));
        CoreCountersProfiler profiler = new CoreCountersProfiler(options, counters::remove, clock::remove);
        profiler.beforeIteration(BENCHMARK, ITERATION);
        Map<String, String> results = new LinkedHashMap<>();
        for (Result<?> result : profiler.afterIteration(BENCHMARK, ITERATION, Trials.iteration(BENCHMARK, 4))) {
            results.put(result.getLabel(), result.getScore() + " " + result.getScoreUnit());
        }
        return results;
    }

    @Test
    void dividesByTime() throws ProfilerException {
        assertThat(profile(""))
                .containsExactly(
                        entry("isle.switches", "10.0 #/s"),
                        entry("isle.interrupts", "20.0 #/s"),
                        entry("isle.interrupts.timer", "30.0 #/s"),
                        entry("isle.interrupts.device", "40.0 #/s"),
                        entry("isle.interrupts.reschedule", "50.0 #/s"),
                        entry("isle.interrupts.tlb", "60.0 #/s"),
                        entry("isle.pageFaults", "70.0 #/s"),
                        entry("isle.tlbShootdowns", "80.0 #/s"),
                        entry("isle.idle", "75.0 %"));
    }

    @Test
    void dividesByIterationsOrOperations() throws ProfilerException {
        assertThat(profile("per=iteration")).contains(entry("isle.switches", "20.0 #"), entry("isle.idle", "75.0 %"));
        assertThat(profile("per=op"))
                .contains(entry("isle.switches", "5.0 #/op"), entry("isle.tlbShootdowns", "40.0 #/op"));
    }

    @Test
    void refusesOtherOptions() {
        assertThatThrownBy(() -> new CoreCountersProfiler("per=minute"))
                .isInstanceOf(ProfilerException.class)
                .hasMessage("CoreCountersProfiler: per is one of second, iteration, op, not 'minute'");
    }

    @Test
    void saysThatLinuxHasNone() throws ProfilerException {
        CoreCountersProfiler profiler = new CoreCountersProfiler();
        assertThatThrownBy(() -> profiler.beforeIteration(BENCHMARK, ITERATION))
                .isInstanceOf(IsleException.class)
                .hasMessageContaining("CoreCounters needs an isle, and this is Linux");
    }

    @Test
    void isFoundByJmh() {
        assertThat(ServiceLoader.load(Profiler.class).stream().map(ServiceLoader.Provider::type))
                .contains(CoreCountersProfiler.class, FlightRecorderProfiler.class);
    }
}
