// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

class FlightRecorderProfilerTest {
    private static final BenchmarkParams BENCHMARK = Trials.benchmark("a.B.c", Mode.Throughput);
    private static final IterationParams WARMUP = Trials.iterations(IterationType.WARMUP, 1);
    private static final IterationParams MEASUREMENT = Trials.iterations(IterationType.MEASUREMENT, 2);

    @TempDir
    Path folder;

    private final List<byte[]> garbage = new ArrayList<>();
    private double sum;

    /** One warm-up and two measured iterations, as JMH calls a profiler. */
    private Map<String, Result<?>> trial(FlightRecorderProfiler profiler) {
        assertThat(iteration(profiler, WARMUP)).isEmpty();
        assertThat(iteration(profiler, MEASUREMENT)).isEmpty();
        return iteration(profiler, MEASUREMENT).stream()
                .collect(Collectors.toMap(Result::getLabel, Function.identity()));
    }

    private Collection<? extends Result<?>> iteration(FlightRecorderProfiler profiler, IterationParams params) {
        profiler.beforeIteration(BENCHMARK, params);
        work();
        return profiler.afterIteration(BENCHMARK, params, Trials.iteration(BENCHMARK, 1));
    }

    private void work() {
        long end = System.nanoTime() + 150_000_000L;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 1000; i++) {
                sum += Math.sqrt(i + sum);
            }
            garbage.add(new byte[1000]);
        }
        garbage.clear();
        System.gc();
    }

    @Test
    void recordsMeasuredIterations() throws ProfilerException, IOException {
        Map<String, Result<?>> results = trial(new FlightRecorderProfiler("dir=" + folder.resolve("new") + ";top=3"));
        Path file = folder.resolve("new/a.B.c-Throughput-size-10.jfr");
        assertThat(RecordingFile.readAllEvents(file)).isNotEmpty();
        // one explicit collection in each iteration, none of the warm-up's
        assertThat(results.get("jfr.gc.count").getScore()).isGreaterThanOrEqualTo(2);
        assertThat(results.get("jfr.gc.pauses").getScore())
                .isGreaterThanOrEqualTo(results.get("jfr.gc.longest").getScore())
                .isPositive();
        assertThat(results.get("jfr.samples").getScore()).isPositive();
        assertThat(results.get("jfr.hot").extendedInfo()).contains(file.toString(), " % ");
    }

    @Test
    void overwritesNothing() throws ProfilerException, IOException {
        trial(new FlightRecorderProfiler("dir=" + folder + ";settings=default"));
        trial(new FlightRecorderProfiler("dir=" + folder + ";settings=default"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.B.c-Throughput-size-10.jfr", "a.B.c-Throughput-size-10-2.jfr");
        }
    }

    @Test
    void refusesWrongOptions() {
        assertThatThrownBy(() -> new FlightRecorderProfiler("settings=none"))
                .isInstanceOf(ProfilerException.class)
                .hasMessage("FlightRecorderProfiler: the JDK has no settings 'none'; there are: default, profile");
        assertThatThrownBy(() -> new FlightRecorderProfiler("top=0"))
                .hasMessage("FlightRecorderProfiler: top is a number from 1 to 1000, not '0'");
        assertThatThrownBy(() -> new FlightRecorderProfiler("dir=a\0b")).hasMessageContaining("is not a path");
    }

    @Test
    void namesAFolderThatItCannotWrite() throws ProfilerException, IOException {
        Path file = Files.createFile(folder.resolve("file"));
        FlightRecorderProfiler profiler = new FlightRecorderProfiler("dir=" + file);
        assertThatThrownBy(() -> profiler.beforeIteration(BENCHMARK, MEASUREMENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write to " + file);
    }
}
