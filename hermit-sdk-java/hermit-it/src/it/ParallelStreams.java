// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Parallel streams and sorts give what their sequential forms give. */
final class ParallelStreams {
    private ParallelStreams() {}

    static void check() {
        long sum = LongStream.rangeClosed(1, 2_000_000).parallel().map(i -> i * i % 7).sum();
        Expect.equal(LongStream.rangeClosed(1, 2_000_000).map(i -> i * i % 7).sum(), sum, "sum");

        int[] numbers = new Random(42).ints(500_000).toArray();
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        Arrays.parallelSort(numbers);
        Expect.that(Arrays.equals(sorted, numbers), "parallelSort sorts as sort does");

        var groups = IntStream.range(0, 100_000).parallel().boxed().collect(Collectors.groupingByConcurrent(i -> i % 10));
        groups.forEach((key, members) -> Expect.equal(10_000, members.size(), "size of group " + key));
    }
}
