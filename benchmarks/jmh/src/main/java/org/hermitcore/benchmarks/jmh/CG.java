// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.ConjugateGradient;
import org.hermitcore.benchmarks.kernels.Laplacian;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Conjugate gradients: solves a Poisson equation on a cube to a residual of 1e-8. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CG extends Suite {
    private static final double TOLERANCE = 1e-8;

    /** Points along an edge of the cube. */
    @Param("20")
    public int edge;

    private ConjugateGradient solver;
    private double[] b;
    private double[] x;

    @Setup
    public void allocate() {
        Laplacian matrix = new Laplacian(edge);
        solver = new ConjugateGradient(matrix);
        b = new SplittableRandom(4).doubles(matrix.rows(), -1, 1).toArray();
        x = new double[matrix.rows()];
    }

    @Benchmark
    public int solve() {
        return solver.solve(b, x, TOLERANCE);
    }

    /** The true residual, which rounding may make a little larger than the one that the iteration sees. */
    @TearDown
    public void check() {
        check(solver.relativeResidual(b, x) <= 2 * TOLERANCE, "the solution by conjugate gradients");
    }
}
