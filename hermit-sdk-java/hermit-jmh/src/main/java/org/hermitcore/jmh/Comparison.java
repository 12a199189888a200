// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark with one set of parameters, on both sides.
 *
 * @param host all repetitions on Linux
 * @param isle all repetitions on the isle
 */
record Comparison(RunResult host, RunResult isle) {
    RunResult side(Side side) {
        return side == Side.HOST ? host : isle;
    }

    String benchmark() {
        return params().getBenchmark();
    }

    Mode mode() {
        return params().getMode();
    }

    int threads() {
        return params().getThreads();
    }

    /** The {@code @Param}s, by name. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        params().getParamsKeys().forEach(key -> parameters.put(key, params().getParam(key)));
        return parameters;
    }

    String unit() {
        return host.getPrimaryResult().getScoreUnit();
    }

    /** Operations per time in this mode; times per operation in all others. */
    boolean isHigherBetter() {
        return mode() == Mode.Throughput;
    }

    /** Speed of the isle over that of the host: above 1 the isle is faster, in every mode. */
    double ratio() {
        return isHigherBetter() ? score(Side.ISLE) / score(Side.HOST) : score(Side.HOST) / score(Side.ISLE);
    }

    double score(Side side) {
        return side(side).getPrimaryResult().getScore();
    }

    /** Half of the 99.9 % confidence interval; NaN where there are too few samples. */
    double error(Side side) {
        return side(side).getPrimaryResult().getScoreError();
    }

    private BenchmarkParams params() {
        return host.getParams();
    }
}
