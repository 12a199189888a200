// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Fft;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A Fourier transform of complex numbers, and its inverse, in place: the numbers stay what they are but for rounding. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FFT extends Suite {
    @Param("16384")
    public int n;

    private Fft fft;
    private double[] signal;
    private double[] re;
    private double[] im;
    private int transforms;

    @Setup
    public void allocate() {
        fft = new Fft(n);
        signal = new SplittableRandom(5).doubles(n, -1, 1).toArray();
        re = signal.clone();
        im = new double[n];
    }

    @Benchmark
    public double[] thereAndBack() {
        fft.transform(re, im);
        fft.inverse(re, im);
        transforms += 2;
        return re;
    }

    @TearDown
    public void check() {
        double error = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            error += (re[i] - signal[i]) * (re[i] - signal[i]) + im[i] * im[i];
            size += signal[i] * signal[i];
        }
        check(Math.sqrt(error / size) <= fft.bound(transforms), "a signal transformed there and back");
    }
}
