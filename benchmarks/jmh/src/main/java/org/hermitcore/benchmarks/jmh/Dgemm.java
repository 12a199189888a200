// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas;
import org.hermitcore.benchmarks.kernels.Matrices;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A product of two square matrices: in Java, block by block, and by OpenBLAS, native code that uses all cores. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Dgemm extends Suite {
    @Param("256")
    public int n;

    private double[] a;
    private double[] b;
    private double[] c;

    @Setup
    public void allocate() {
        a = Matrices.random(n, 1);
        b = Matrices.random(n, 2);
        c = new double[n * n];
    }

    @Benchmark
    public double[] java(Flops counter) {
        Matrices.multiplyBlocked(n, a, b, c);
        counter.flops += 2L * n * n * n;
        return c;
    }

    @Benchmark
    public double[] openblas(Flops counter) {
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
        counter.flops += 2L * n * n * n;
        return c;
    }

    @TearDown
    public void check() {
        check(Matrices.isProduct(n, a, b, c), "the product of two matrices");
    }
}
