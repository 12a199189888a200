// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatricesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 130})
    void blockedIsAsByDefinition(int n) {
        double[] a = Matrices.random(n, 1);
        double[] b = Matrices.random(n, 2);
        double[] c = Matrices.random(n, 3);
        Matrices.multiplyBlocked(n, a, b, c);
        assertThat(Matrices.isProduct(n, a, b, c)).isTrue();
    }

    @Test
    void naiveMultipliesKnownNumbers() {
        assertThat(Matrices.multiplyNaive(2, new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}))
                .containsExactly(19, 22, 43, 50);
    }

    @Test
    void aWrongElementIsSeen() {
        double[] a = Matrices.random(20, 1);
        double[] c = Matrices.multiplyNaive(20, a, a);
        c[399] += 1e-12;
        assertThat(Matrices.isProduct(20, a, a, c)).isFalse();
        c[399] = Double.NaN;
        assertThat(Matrices.isProduct(20, a, a, c)).isFalse();
    }
}
