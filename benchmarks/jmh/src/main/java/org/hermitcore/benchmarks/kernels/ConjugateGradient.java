// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.Arrays;

/** Solves A x = b for a {@link Laplacian} by conjugate gradients, without a preconditioner (Hestenes and Stiefel, 1952). */
public final class ConjugateGradient {
    private final Laplacian matrix;
    private final double[] residual;
    private final double[] direction;
    private final double[] product;

    public ConjugateGradient(Laplacian matrix) {
        this.matrix = matrix;
        residual = new double[matrix.rows()];
        direction = new double[matrix.rows()];
        product = new double[matrix.rows()];
    }

    /**
     * Solves from zero on.
     *
     * @param b right-hand side
     * @param x for the solution
     * @param tolerance of the residual, relative to b in the 2-norm
     * @return iterations
     * @throws ArithmeticException where it does not converge within as many iterations as there are rows
     */
    public int solve(double[] b, double[] x, double tolerance) {
        Arrays.fill(x, 0);
        System.arraycopy(b, 0, residual, 0, b.length);
        System.arraycopy(b, 0, direction, 0, b.length);
        double squared = dot(residual, residual);
        double goal = squared * tolerance * tolerance;
        for (int iteration = 1; iteration <= b.length; iteration++) {
            matrix.multiply(direction, product);
            double step = squared / dot(direction, product);
            for (int i = 0; i < x.length; i++) {
                x[i] += step * direction[i];
                residual[i] -= step * product[i];
            }
            double next = dot(residual, residual);
            if (next <= goal) {
                return iteration;
            }
            double beta = next / squared;
            for (int i = 0; i < x.length; i++) {
                direction[i] = residual[i] + beta * direction[i];
            }
            squared = next;
        }
        throw new ArithmeticException("conjugate gradients did not converge in " + b.length + " iterations");
    }

    /** {@return |b - A x| / |b|, computed anew: what the iteration carries along drifts away from it} */
    public double relativeResidual(double[] b, double[] x) {
        matrix.multiply(x, product);
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += (b[i] - product[i]) * (b[i] - product[i]);
        }
        return Math.sqrt(sum / dot(b, b));
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
