// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts floating-point operations, reported as a rate beside a benchmark's throughput. */
@AuxCounters
@State(Scope.Thread)
public class Flops {
    /** Additions and multiplications. */
    public long flops;
}
