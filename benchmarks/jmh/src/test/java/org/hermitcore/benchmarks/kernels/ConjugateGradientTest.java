// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConjugateGradientTest {
    private final Laplacian matrix = new Laplacian(8);
    private final ConjugateGradient solver = new ConjugateGradient(matrix);
    private final double[] known = new SplittableRandom(1).doubles(512, -1, 1).toArray();
    private final double[] b = new double[512];
    private final double[] x = new double[512];

    /** The condition number is (cos(π/18) / sin(π/18))² = 32, so the error is at most 32 times the residual, relatively. */
    @Test
    void findsAKnownSolution() {
        matrix.multiply(known, b);
        int iterations = solver.solve(b, x, 1e-10);
        assertThat(iterations).isBetween(2, 100);
        assertThat(solver.relativeResidual(b, x)).isLessThanOrEqualTo(2e-10);
        double error = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            error += (x[i] - known[i]) * (x[i] - known[i]);
            size += known[i] * known[i];
        }
        assertThat(Math.sqrt(error / size)).isLessThanOrEqualTo(32 * 2e-10);
    }

    @Test
    void seesAWrongSolution() {
        matrix.multiply(known, b);
        known[100] += 1e-6;
        assertThat(solver.relativeResidual(b, known)).isGreaterThan(1e-8);
    }

    @Test
    void endsWhereItDoesNotConverge() {
        matrix.multiply(known, b);
        assertThatThrownBy(() -> solver.solve(b, x, Double.NaN))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("512 iterations");
    }
}
