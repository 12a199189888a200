// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.dgemm;

import java.io.PrintStream;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;

/**
 * Multiplies two N by N matrices with OpenBLAS, through JNI code that others wrote and compiled for Linux, and compares the product
 * with that of plain Java. Exit status 0 where no element differs by more than rounding explains, else 1.
 *
 * <p>Argument: {@code [N]}, by default 512.
 */
public final class Dgemm {
    private static final int REPETITIONS = 2;
    private static final int MAX = 8192;
    private static final long SEED = 42;

    private Dgemm() {}

    public static void main(String[] arguments) {
        int status;
        try {
            status = run(parse(arguments), System.out) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("dgemm: " + e.getMessage() + "; usage: dgemm [N]");
            status = 2;
        }
        System.exit(status);
    }

    /** Prints speed and error; returns whether the product is right. */
    static boolean run(int n, PrintStream out) {
        double[] a = random(n, SEED);
        double[] b = random(n, SEED + 1);
        double[] c = new double[n * n];
        double best = Double.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            multiplyNative(n, a, b, c);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        double error = maxDifference(c, multiplyJava(n, a, b));
        boolean correct = error <= bound(n);
        out.printf("%d x %d: %.3f s, %.2f GFLOP/s%n", n, n, best, 2.0 * n * n * n / best / 1e9);
        out.printf("max error %.2e, bound %.2e: %s%n", error, bound(n), correct ? "correct" : "WRONG");
        return correct;
    }

    private static void multiplyNative(int n, double[] a, double[] b, double[] c) {
        openblas.cblas_dgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasNoTrans,
                n,
                n,
                n,
                1.0,
                a,
                n,
                b,
                n,
                0.0,
                c,
                n);
    }

    /** Row by row, in the order that reads all three matrices along their rows. */
    static double[] multiplyJava(int n, double[] a, double[] b) {
        double[] c = new double[n * n];
        IntStream.range(0, n).parallel().forEach(row -> {
            for (int k = 0; k < n; k++) {
                double factor = a[row * n + k];
                for (int column = 0; column < n; column++) {
                    c[row * n + column] += factor * b[k * n + column];
                }
            }
        });
        return c;
    }

    /**
     * What rounding can do. A sum of n products of numbers below 1 has an error below n·n·u to first order, in whatever order
     * it is summed (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), with u = 2⁻⁵³; two such sums are compared.
     */
    static double bound(int n) {
        return 2.0 * n * n * Math.ulp(1.0) / 2;
    }

    private static double maxDifference(double[] actual, double[] expected) {
        double max = 0;
        for (int i = 0; i < actual.length; i++) {
            // Written so that a NaN counts as an error.
            double difference = Math.abs(actual[i] - expected[i]);
            max = difference <= max ? max : difference;
        }
        return max;
    }

    private static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles((long) n * n, -1, 1).toArray();
    }

    private static int parse(String[] arguments) {
        String text = arguments.length == 0 ? "512" : arguments[0];
        try {
            int n = Integer.parseInt(text);
            if (n >= 1 && n <= MAX) {
                return n;
            }
        } catch (NumberFormatException e) {
            // the message below says what is wrong
        }
        throw new IllegalArgumentException("'" + text + "' is not a number from 1 to " + MAX);
    }
}
