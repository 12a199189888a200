// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void findsPercentilesInAnyOrder() {
        Costs costs = new Costs(new double[] {5, 1, 4, 2, 3});
        assertThat(costs.percentile(0)).isEqualTo(1);
        assertThat(costs.median()).isEqualTo(3);
        assertThat(costs.percentile(0.9)).isEqualTo(5);
        assertThat(costs.percentile(1)).isEqualTo(5);
        assertThat(new Costs(new double[] {7}).median()).isEqualTo(7);
    }

    @Test
    void comparesBatchesOfTheSameMoment() {
        Costs slow = new Costs(new double[] {2, 20, 200, 2});
        assertThat(slow.ratioTo(new Costs(new double[] {1, 10, 100, 100}))).isEqualTo(2);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> new Costs(new double[0])).hasMessageContaining("0 batches");
    }

    @Test
    void namesAWrongArgument() {
        assertThat(Main.number("1.3", 0.01, 1000)).isEqualTo(1.3);
        assertThatThrownBy(() -> Main.number("x", 0.01, 1000)).hasMessage("'x' is not a number from 0.01 to 1000");
        assertThatThrownBy(() -> Main.number("0", 1, 1000)).hasMessageContaining("'0'");
    }
}
