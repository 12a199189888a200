// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Churn;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Garbage collection: a map whose entries are replaced, oldest first, each with an array of 32 to 287 bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MapChurn extends Suite {
    @Param("50000")
    public int entries;

    private Churn churn;

    @Setup
    public void fill() {
        churn = new Churn(entries);
    }

    @Benchmark
    public byte[] replace() {
        return churn.replace();
    }

    @TearDown
    public void check() {
        check(churn.isRight(), "the contents of a map");
    }
}
