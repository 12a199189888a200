// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to ask for the time, and how often that changes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NanoTime extends Suite {
    private static final int CALLS = 10_000;

    private long last = Long.MIN_VALUE;

    @Benchmark
    public long latency() {
        return System.nanoTime();
    }

    /** Until it is another one. */
    @Benchmark
    public long granularity() {
        long now;
        do {
            now = System.nanoTime();
        } while (now == last);
        last = now;
        return now;
    }

    @Benchmark
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @TearDown
    public void check() {
        long before = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            long now = System.nanoTime();
            check(now >= before, "nanoTime went back by " + (before - now));
            before = now;
        }
    }
}
