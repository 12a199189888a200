// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.examples.hugepages;

import java.nio.ByteBuffer;

/** Reads numbers of a buffer at random places, always the same ones, and adds them up. The count of numbers is a power of two. */
final class RandomReads {
    private final int numbers;
    private final int reads;
    private final long expected;

    RandomReads(int numbers, int reads) {
        this.numbers = numbers;
        this.reads = reads;
        this.expected = expectedSum(numbers, reads);
    }

    /** Of a buffer that is read. */
    int bytes() {
        return numbers * Long.BYTES;
    }

    /** Writes to each place in turn. */
    void fill(ByteBuffer buffer) {
        for (int i = 0; i < numbers; i++) {
            buffer.putLong(i * Long.BYTES, value(i));
        }
    }

    /**
     * Reads.
     *
     * @return nanoseconds a read
     * @throws IllegalStateException where the sum is wrong
     */
    double measure(ByteBuffer buffer) {
        long start = System.nanoTime();
        long sum = sum(buffer, numbers, reads);
        double nanos = (double) (System.nanoTime() - start) / reads;
        if (sum != expected) {
            throw new IllegalStateException("the sum of " + reads + " numbers is " + sum + ", not " + expected);
        }
        return nanos;
    }

    /** What place i has: no place has the number of another one. */
    static long value(int i) {
        return i * 0x9e3779b97f4a7c15L;
    }

    /** Each place from the one before (Knuth, TAOCP 3.3.4; constants of MMIX). */
    private static long next(long state) {
        return state * 6364136223846793005L + 1442695040888963407L;
    }

    private static int place(long state, int numbers) {
        return (int) (state >>> 33) & numbers - 1;
    }

    static long sum(ByteBuffer buffer, int numbers, int reads) {
        long sum = 0;
        long state = 1;
        for (int i = 0; i < reads; i++) {
            state = next(state);
            sum += buffer.getLong(place(state, numbers) * Long.BYTES);
        }
        return sum;
    }

    /** The same without memory. */
    static long expectedSum(int numbers, int reads) {
        long sum = 0;
        long state = 1;
        for (int i = 0; i < reads; i++) {
            state = next(state);
            sum += value(place(state, numbers));
        }
        return sum;
    }
}
