// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Secure random numbers come at once, from /dev/random too, and differ. */
final class RandomSources {
    private RandomSources() {}

    static void check() throws NoSuchAlgorithmException {
        long start = System.nanoTime();
        Set<Integer> seen = new HashSet<>();
        SecureRandom[] sources = {
            new SecureRandom(), SecureRandom.getInstanceStrong(), SecureRandom.getInstance("NativePRNGBlocking")
        };
        for (SecureRandom source : sources) {
            for (int i = 0; i < 20; i++) {
                byte[] bytes = new byte[32];
                source.nextBytes(bytes);
                seen.add(Arrays.hashCode(bytes));
            }
            source.generateSeed(16);
        }
        Expect.that(seen.size() >= 59, "60 draws differ, got " + seen.size());
        Expect.that(System.nanoTime() - start < 10_000_000_000L, "they take less than 10 s");
    }
}
