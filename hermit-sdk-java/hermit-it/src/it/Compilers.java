// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.util.BitSet;
import java.util.function.IntBinaryOperator;

/**
 * Interpreter and compilers, each alone, compute the same.
 *
 * @case interpreter 0 -Xint
 * @case c1 0 -XX:TieredStopAtLevel=1
 * @case c2 0 -XX:-TieredCompilation
 * @case tiered 0 -XX:+TieredCompilation
 * @case everything 0 -Xcomp -XX:TieredStopAtLevel=1
 * @case one-code-heap 0 -XX:-SegmentedCodeCache -XX:ReservedCodeCacheSize=16m
 * @case no-avx 0 -XX:UseAVX=0
 * @case no-cds 0 -Xshare:off
 * @case verify 0 -Xverify:all
 * @timeout 90
 */
final class Compilers {
    private Compilers() {}

    public static void main(String[] args) {
        Expect.equal(17_984, primesBelow(200_000), "primes below 200000");
        Expect.equal(832_040, fibonacci(30), "fibonacci(30)");
        Expect.equal(-827_454_829, mix(300_000, (a, b) -> a * 31 + (b ^ (a >>> 7))), "mixed numbers");
        Expect.equal(1_644_933L, (long) (basel(1_000_000) * 1e6), "millionths of the sum of 1/k²");
        Expect.equal(500_500, strings(1000), "lengths of strings");
    }

    private static int primesBelow(int limit) {
        var composite = new BitSet(limit);
        int count = 0;
        for (int i = 2; i < limit; i++) {
            if (!composite.get(i)) {
                count++;
                for (long n = (long) i * i; n < limit; n += i) {
                    composite.set((int) n);
                }
            }
        }
        return count;
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    private static int mix(int rounds, IntBinaryOperator step) {
        int value = 1;
        for (int i = 0; i < rounds; i++) {
            value = step.applyAsInt(value, i);
        }
        return value;
    }

    private static double basel(int terms) {
        double sum = 0;
        for (int k = 1; k <= terms; k++) {
            sum += 1.0 / ((double) k * k);
        }
        return sum;
    }

    private static int strings(int count) {
        int length = 0;
        for (int i = 1; i <= count; i++) {
            length += "x".repeat(i).replace('x', 'y').length();
        }
        return length;
    }
}
