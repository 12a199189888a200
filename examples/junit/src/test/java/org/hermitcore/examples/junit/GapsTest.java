// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An ordinary test: it does not care where it runs. */
class GapsTest {
    @Test
    void areDifferencesOfNeighbours() {
        assertThat(Gaps.between(10, 13, 20, 21).nanos()).containsExactly(1L, 3L, 7L);
    }

    @Test
    void haveAMedianAndALongest() {
        Gaps gaps = Gaps.between(0, 5, 6, 106);
        assertThat(gaps.median()).isEqualTo(5);
        assertThat(gaps.longest()).isEqualTo(100);
    }

    @Test
    void ofTheClockAreNeverNegative() {
        long[] times = LongStream.generate(System::nanoTime).limit(10_000).toArray();
        assertThat(Gaps.between(times).nanos().get(0)).isNotNegative();
    }
}
