// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.stream.IntStream;

/**
 * Any number of cores: the JVM sees them all and uses them.
 *
 * @only isle
 * @case one 0 cores=1
 * @case four 0 cores=4
 * @case sixteen 0 cores=16
 * @timeout 60
 */
final class Cores {
    private Cores() {}

    public static void main(String[] args) {
        Expect.equal(Integer.getInteger("it.cores"), Runtime.getRuntime().availableProcessors(), "processors");
        long sum = IntStream.range(0, 3_000_000).parallel().mapToLong(i -> i % 13).sum();
        Expect.equal(IntStream.range(0, 3_000_000).mapToLong(i -> i % 13).sum(), sum, "sum on all cores");
    }
}
