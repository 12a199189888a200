// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.StreamArrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Bandwidth of memory: STREAM's loops over three arrays of 32 MiB each by default, more than most caches hold. Bytes are counted as
 * STREAM does, without what a cache reads before it writes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Stream extends Suite {
    @Param("4194304")
    public int length;

    private StreamArrays arrays;

    @Setup
    public void allocate() {
        arrays = new StreamArrays(length);
    }

    @Benchmark
    public void copy(Bytes counter) {
        arrays.copy();
        counter.bytes += 2L * Double.BYTES * length;
    }

    @Benchmark
    public void scale(Bytes counter) {
        arrays.scale();
        counter.bytes += 2L * Double.BYTES * length;
    }

    @Benchmark
    public void add(Bytes counter) {
        arrays.add();
        counter.bytes += 3L * Double.BYTES * length;
    }

    @Benchmark
    public void triad(Bytes counter) {
        arrays.triad();
        counter.bytes += 3L * Double.BYTES * length;
    }

    /** A trial runs one of the four, so its arrays are as that one leaves them. */
    @TearDown
    public void check() {
        check(arrays.isCopied() || arrays.isScaled() || arrays.isAdded() || arrays.isTriad(), "an array of STREAM");
    }
}
