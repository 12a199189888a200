// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the tests measure. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 2, time = 30, timeUnit = TimeUnit.MILLISECONDS)
public class TinyBenchmark {
    @Param({"1", "50"})
    public int size;

    private double value = 1;

    /** Some arithmetic. */
    @Benchmark
    public double roots() {
        for (int i = 0; i < size; i++) {
            value = Math.sqrt(value + i);
        }
        return value;
    }

    /** Fails on one JVM and not on the other. */
    @Benchmark
    public byte[] fails() {
        if (Boolean.getBoolean("tiny.fails")) {
            throw new IllegalStateException("asked to fail");
        }
        return new byte[1000];
    }
}
