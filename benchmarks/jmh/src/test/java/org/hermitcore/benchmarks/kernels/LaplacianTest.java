// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaplacianTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void multipliesAsTheStencil(int edge) {
        Laplacian matrix = new Laplacian(edge);
        double[] x = new SplittableRandom(1).doubles(matrix.rows(), -1, 1).toArray();
        double[] y = new double[matrix.rows()];
        matrix.multiply(x, y);
        assertThat(matrix.isProduct(x, y)).isTrue();
        y[matrix.rows() / 2] += 1e-12;
        assertThat(matrix.isProduct(x, y)).isFalse();
    }

    /** The product with a vector of ones counts the neighbours that are missing: sides of the cube, edges twice. */
    @Test
    void rowsSumUpToMissingNeighbours() {
        Laplacian matrix = new Laplacian(3);
        double[] ones = new double[27];
        Arrays.fill(ones, 1);
        double[] y = new double[27];
        matrix.multiply(ones, y);
        assertThat(y[0]).as("a corner").isEqualTo(3);
        assertThat(y[1]).as("an edge").isEqualTo(2);
        assertThat(y[4]).as("a side").isEqualTo(1);
        assertThat(y[13]).as("the middle").isZero();
        assertThat(matrix.entries()).isEqualTo(7 * 27 - 6 * 9);
    }
}
