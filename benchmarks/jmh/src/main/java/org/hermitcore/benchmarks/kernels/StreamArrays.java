// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.benchmarks.kernels;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The four loops of STREAM (J. McCalpin) over three arrays. Each writes what the two others say, so it can be repeated and then
 * be checked exactly.
 */
public final class StreamArrays {
    private static final double SCALAR = 3;

    private final double[] a;
    private final double[] b;
    private final double[] c;

    /**
     * Three arrays.
     *
     * @param length of each, in numbers of 8 bytes
     */
    public StreamArrays(int length) {
        a = IntStream.range(0, length).mapToDouble(i -> 1 + i % 7).toArray();
        b = IntStream.range(0, length).mapToDouble(i -> 2 + i % 5).toArray();
        c = IntStream.range(0, length).mapToDouble(i -> 3 + i % 3).toArray();
    }

    public void copy() {
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i];
        }
    }

    public void scale() {
        for (int i = 0; i < b.length; i++) {
            b[i] = SCALAR * c[i];
        }
    }

    public void add() {
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] + b[i];
        }
    }

    public void triad() {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + SCALAR * c[i];
        }
    }

    public boolean isCopied() {
        return all(i -> c[i] == a[i]);
    }

    public boolean isScaled() {
        return all(i -> b[i] == SCALAR * c[i]);
    }

    public boolean isAdded() {
        return all(i -> c[i] == a[i] + b[i]);
    }

    public boolean isTriad() {
        return all(i -> a[i] == b[i] + SCALAR * c[i]);
    }

    private boolean all(IntPredicate right) {
        return IntStream.range(0, a.length).allMatch(right);
    }
}
