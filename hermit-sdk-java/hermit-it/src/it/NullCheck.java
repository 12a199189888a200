// SPDX-License-Identifier: BSD-3-Clause
package it;

/**
 * Compiled code has no explicit null check: it reads through the null reference and HotSpot turns the SIGSEGV into a
 * NullPointerException. Needs si_addr and a signal frame whose RIP can be changed.
 */
final class NullCheck {
    private static final class Node {
        int value = 1;
        int[] numbers = {1, 2, 3};
    }

    private NullCheck() {}

    private static int read(Node node) {
        return node.value;
    }

    private static int length(Node node) {
        return node.numbers.length;
    }

    static void check() {
        var node = new Node();
        var hollow = new Node();
        hollow.numbers = null;
        int thrown = 0;
        long sum = 0;
        for (int i = 0; i < 300_000; i++) {
            try {
                boolean broken = i > 200_000 && i % 1000 == 0;
                sum += read(broken ? null : node);
                sum += length(i > 250_000 && i % 1000 == 1 ? hollow : node);
            } catch (NullPointerException expected) {
                thrown++;
            }
        }
        Expect.equal(99 + 49 + 1, thrown, "NullPointerExceptions");
        Expect.that(sum > 1_000_000, "the loop did its work");
        Expect.thrown(NullPointerException.class, () -> read(null));
    }
}
