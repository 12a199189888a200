// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts bytes, reported as a rate beside a benchmark's throughput. */
@AuxCounters
@State(Scope.Thread)
public class Bytes {
    /** Read and written. */
    public long bytes;
}
