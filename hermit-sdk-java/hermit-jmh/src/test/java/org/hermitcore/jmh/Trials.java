// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/** Parameters and results as JMH makes them. */
final class Trials {
    private Trials() {}

    static IterationParams iterations(IterationType type, int count) {
        return new IterationParams(type, count, TimeValue.milliseconds(1), 1);
    }

    static BenchmarkParams benchmark(String name, Mode mode) {
        WorkloadParams workload = new WorkloadParams();
        workload.put("size", "10", 0);
        return new BenchmarkParams(
                name,
                "generated",
                true,
                1,
                new int[] {1},
                List.of(),
                1,
                0,
                iterations(IterationType.WARMUP, 1),
                iterations(IterationType.MEASUREMENT, 2),
                mode,
                workload,
                TimeUnit.SECONDS,
                1,
                "java",
                List.of(),
                "17",
                "vm",
                "17",
                "1.37",
                TimeValue.minutes(1));
    }

    static IterationResult iteration(BenchmarkParams params, long operations, Result<?>... results) {
        IterationResult iteration = new IterationResult(
                params, params.getMeasurement(), new IterationResultMetaData(operations, operations));
        iteration.addResults(List.of(results));
        return iteration;
    }

    /** One fork whose iterations have these scores: operations in a second, or seconds for an operation. */
    static RunResult run(BenchmarkParams params, double... scores) {
        Collection<IterationResult> iterations = Arrays.stream(scores)
                .mapToObj(score -> iteration(params, 1, result(params.getMode(), score)))
                .toList();
        return new RunResult(params, List.of(new BenchmarkResult(params, iterations)));
    }

    private static Result<?> result(Mode mode, double score) {
        return mode == Mode.Throughput
                ? new ThroughputResult(ResultRole.PRIMARY, "p", score, 1_000_000_000, TimeUnit.SECONDS)
                : new AverageTimeResult(ResultRole.PRIMARY, "p", 1, (long) (score * 1e9), TimeUnit.SECONDS);
    }
}
