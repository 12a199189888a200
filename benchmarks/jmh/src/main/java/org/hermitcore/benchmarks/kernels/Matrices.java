// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Products of square matrices, stored row by row. */
public final class Matrices {
    /** Three blocks of this edge fit into 96 KiB. */
    private static final int BLOCK = 64;

    private Matrices() {}

    /** {@return n by n numbers from -1 to 1, the same ones for the same seed} */
    public static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles((long) n * n, -1, 1).toArray();
    }

    /** c = a b, block by block; inner loops run along rows, so that they can be vectorised. */
    public static void multiplyBlocked(int n, double[] a, double[] b, double[] c) {
        Arrays.fill(c, 0);
        for (int row = 0; row < n; row += BLOCK) {
            for (int inner = 0; inner < n; inner += BLOCK) {
                for (int column = 0; column < n; column += BLOCK) {
                    multiplyBlock(n, a, b, c, row, inner, column);
                }
            }
        }
    }

    private static void multiplyBlock(int n, double[] a, double[] b, double[] c, int row, int inner, int column) {
        int rows = Math.min(row + BLOCK, n);
        int inners = Math.min(inner + BLOCK, n);
        int columns = Math.min(column + BLOCK, n);
        for (int i = row; i < rows; i++) {
            for (int k = inner; k < inners; k++) {
                double factor = a[i * n + k];
                for (int j = column; j < columns; j++) {
                    c[i * n + j] += factor * b[k * n + j];
                }
            }
        }
    }

    /** {@return a b, by the definition} */
    public static double[] multiplyNaive(int n, double[] a, double[] b) {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    /**
     * Whether a product is right up to rounding. The sum of n products of numbers up to 1 has an error below n·n·u to first
     * order, in whatever order it is summed (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), u = 2⁻⁵³; two
     * such sums are compared.
     */
    public static boolean isProduct(int n, double[] a, double[] b, double[] c) {
        double bound = 2.0 * n * n * 0x1p-53;
        double[] expected = multiplyNaive(n, a, b);
        for (int i = 0; i < c.length; i++) {
            // written so that a NaN is wrong
            if (!(Math.abs(c[i] - expected[i]) <= bound)) {
                return false;
            }
        }
        return true;
    }
}
