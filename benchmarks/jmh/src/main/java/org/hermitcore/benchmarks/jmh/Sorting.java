// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Sorts random numbers, with one thread and with all cores. Each operation begins with a copy of the unsorted ones. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Sorting extends Suite {
    @Param("100000")
    public int length;

    private int[] numbers;
    private int[] sorted;

    @Setup
    public void allocate() {
        numbers = new SplittableRandom(6).ints(length).toArray();
        sorted = new int[length];
    }

    @Benchmark
    public int[] sort() {
        System.arraycopy(numbers, 0, sorted, 0, length);
        Arrays.sort(sorted);
        return sorted;
    }

    @Benchmark
    public int[] parallelSort() {
        System.arraycopy(numbers, 0, sorted, 0, length);
        Arrays.parallelSort(sorted);
        return sorted;
    }

    /** Sorted by another way, which boxes them. */
    @TearDown
    public void check() {
        int[] expected = Arrays.stream(numbers)
                .boxed()
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
        check(Arrays.equals(sorted, expected), "an order of numbers");
    }
}
