// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each benchmark once in this JVM, with its own checks. */
class SuiteTest {
    private static ChainedOptionsBuilder once() {
        return new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(once().include("org.hermitcore.benchmarks.jmh")
                        .param("length", "65536")
                        .build())
                .run();
        assertThat(results.stream()
                        .map(run -> run.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "Stream.copy",
                        "Stream.scale",
                        "Stream.add",
                        "Stream.triad",
                        "Dgemm.java",
                        "Dgemm.openblas",
                        "SparseProduct.spmv",
                        "CG.solve",
                        "FFT.thereAndBack",
                        "NBody.step",
                        "Sorting.sort",
                        "Sorting.parallelSort",
                        "MapChurn.replace",
                        "HandOver.park",
                        "PhaserBarrier.meet",
                        "NanoTime.latency",
                        "NanoTime.granularity",
                        "NanoTime.currentTimeMillis",
                        "BufferCopy.heapToHeap",
                        "BufferCopy.heapToDirect",
                        "BufferCopy.directToHeap",
                        "BufferCopy.directToDirect",
                        "FileRead.read",
                        "FileRead.mapped",
                        "TcpRoundTrip.roundTrip");
        assertThat(results)
                .allSatisfy(run -> assertThat(run.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void severalThreadsHaveTheirOwnState() throws RunnerException {
        Collection<RunResult> results = new Runner(once().include("HandOver|PhaserBarrier|TcpRoundTrip|FileRead")
                        .param("length", "65536")
                        .threads(3)
                        .build())
                .run();
        assertThat(results).hasSize(6);
    }

    @Test
    void countsBytesAndOperations() throws RunnerException {
        Collection<RunResult> results = new Runner(once().include("Stream.triad|Dgemm.java")
                        .param("length", "1000")
                        .param("n", "32")
                        .build())
                .run();
        for (RunResult run : results) {
            double per = run.getParams().getBenchmark().endsWith("triad") ? 24_000 : 65_536;
            double rate = run.getSecondaryResults().values().iterator().next().getScore();
            assertThat(rate / run.getPrimaryResult().getScore()).isBetween(per * 0.999, per * 1.001);
        }
    }

    @Test
    void aWrongResultIsAnError() {
        assertThatThrownBy(() -> Suite.check(false, "one and one")).hasMessage("wrong result: one and one");
    }
}
