// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.jmh;

import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks of the suite have in common. Native code (OpenBLAS, the profilers' bindings) is allowed, so that JDK 24 and
 * later print no warning.
 */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Suite {
    /** A trial's result is wrong: it counts for nothing. */
    static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new IllegalStateException("wrong result: " + what);
        }
    }
}
