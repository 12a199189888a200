// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.affinity;

import java.util.SortedSet;
import java.util.TreeSet;
import org.hermitcore.api.Core;
import org.hermitcore.api.Tsc;

/**
 * Gaps between two looks at the time stamp counter: how long something else had the core.
 *
 * @param longest ticks of the longest one
 * @param count how many were longer than {@link #LIMIT_NANOS}
 * @param strayed how many looks at the core found another one than expected
 * @param cores those that were seen
 */
record Gaps(long longest, long count, long strayed, SortedSet<Integer> cores) {
    static final long LIMIT_NANOS = 20_000;

    private static final int LOOKS = 1000;

    /** Looks for some time; from time to time at the core too. Expected is a core's number, -1 for any. */
    static Gaps measure(long nanos, int expected) {
        SortedSet<Integer> cores = new TreeSet<>();
        long limit = LIMIT_NANOS * (Tsc.hertz() / 1_000_000) / 1000;
        long end = Tsc.ticks() + nanos * (Tsc.hertz() / 1_000_000) / 1000;
        long longest = 0;
        long count = 0;
        long strayed = 0;
        long last;
        do {
            int core = Core.currentNumber();
            cores.add(core);
            strayed += expected < 0 || core == expected ? 0 : 1;
            last = Tsc.ticks();
            for (int i = 0; i < LOOKS; i++) {
                long now = Tsc.ticks();
                longest = Math.max(longest, now - last);
                count += now - last > limit ? 1 : 0;
                last = now;
            }
        } while (last < end);
        return new Gaps(longest, count, strayed, cores);
    }
}
