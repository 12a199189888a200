// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.hermitcore.benchmarks.kernels.Bodies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Gravity between bodies: one step of time, all pairs, on one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NBody extends Suite {
    private static final double DRIFT = 1e-4;
    private static final double MOMENTUM = 1e-9;

    @Param("100")
    public int n;

    private Bodies bodies;

    @Setup
    public void allocate() {
        bodies = new Bodies(n);
    }

    @Benchmark
    public void step() {
        bodies.advance();
    }

    /** Energy and momentum are conserved. */
    @TearDown
    public void check() {
        check(bodies.energyDrift() <= DRIFT, "an energy drift of " + bodies.energyDrift() + ", bound " + DRIFT);
        for (int axis = 0; axis < 3; axis++) {
            double momentum = bodies.momentum(axis);
            check(Math.abs(momentum) <= MOMENTUM, "a momentum of " + momentum + ", bound " + MOMENTUM);
        }
    }
}
