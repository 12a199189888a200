// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private final Bodies bodies = new Bodies(50);

    /** As long as a benchmark runs, some units of time. */
    @Test
    void conservesEnergyAndMomentum() {
        for (int i = 0; i < 20_000; i++) {
            bodies.advance();
        }
        assertThat(bodies.energyDrift()).isLessThanOrEqualTo(1e-4);
        for (int axis = 0; axis < 3; axis++) {
            assertThat(bodies.momentum(axis)).isCloseTo(0, Offset.offset(1e-12));
        }
    }

    /** Leapfrog is symmetric in time; rounding grows by less than a factor of 1e6 in this time. */
    @Test
    void goesBackTheWayItCame() {
        double[] before = bodies.positions();
        for (int i = 0; i < 500; i++) {
            bodies.advance();
        }
        assertThat(bodies.positions()).isNotEqualTo(before);
        bodies.reverse();
        for (int i = 0; i < 500; i++) {
            bodies.advance();
        }
        assertThat(bodies.positions()).containsExactly(before, Offset.offset(1e-10));
    }
}
