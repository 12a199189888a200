// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Laplacian;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** SpMV: a sparse matrix (CSR, the 7-point Laplacian on a cube) times a vector. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SparseProduct extends Suite {
    /** Points along an edge of the cube. */
    @Param("40")
    public int edge;

    private Laplacian matrix;
    private double[] x;
    private double[] y;

    @Setup
    public void allocate() {
        matrix = new Laplacian(edge);
        x = new SplittableRandom(3).doubles(matrix.rows(), -1, 1).toArray();
        y = new double[matrix.rows()];
    }

    @Benchmark
    public double[] spmv(Flops counter) {
        matrix.multiply(x, y);
        counter.flops += 2L * matrix.entries();
        return y;
    }

    @TearDown
    public void check() {
        check(matrix.isProduct(x, y), "the product of a sparse matrix and a vector");
    }
}
