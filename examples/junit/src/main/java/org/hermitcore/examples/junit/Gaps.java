// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.junit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The times between events.
 *
 * @param nanos in nanoseconds, ascending; at least one
 */
public record Gaps(List<Long> nanos) {
    /** Takes the differences of neighbours among at least two times, which ascend. */
    public static Gaps between(long... times) {
        return new Gaps(IntStream.range(1, times.length)
                .mapToObj(i -> times[i] - times[i - 1])
                .sorted()
                .toList());
    }

    /** The one in the middle; of an even number the smaller of the two. */
    public long median() {
        return nanos.get((nanos.size() - 1) / 2);
    }

    public long longest() {
        return nanos.get(nanos.size() - 1);
    }
}
